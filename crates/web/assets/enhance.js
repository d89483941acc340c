// Every page works without this script: links are links, forms are forms.
//   data-swap="id id"      on a form or link: fetch its address, replace those elements from the answer, keep the address bar true
//   data-live              on a form: submit while typing
//   data-refresh="30"      on an element with data-swap: fetch this page again every so many seconds, while it is looked at
//   data-copy="text"       on a button: copy it
//   data-toast="ok|bad"    on an element of an answer: show its text for a moment
(() => {
  'use strict';
  const page = document;
  page.documentElement.dataset.js = '1';

  // What is parsed here is inert: scripts of such a document never run, and the policy of the page allows none inline.
  const inert = window.trustedTypes?.createPolicy('swap', { createHTML: (text) => text });
  const parse = (text) => new DOMParser().parseFromString(inert ? inert.createHTML(text) : text, 'text/html');

  function toast(text, tone = 'ok') {
    let shelf = page.querySelector('.toasts');
    if (!shelf) {
      shelf = Object.assign(page.createElement('div'), { className: 'toasts' });
      shelf.setAttribute('role', 'status');
      page.body.append(shelf);
    }
    const slip = Object.assign(page.createElement('div'), { className: `toast ${tone}`, textContent: text });
    shelf.append(slip);
    setTimeout(() => slip.remove(), 6000);
  }

  function replace(ids, answer) {
    const focused = page.activeElement?.id;
    const caret = page.activeElement?.selectionStart;
    let replaced = 0;
    for (const id of ids.split(' ')) {
      const old = page.getElementById(id);
      const fresh = answer.getElementById(id);
      if (old && fresh) {
        old.replaceWith(page.importNode(fresh, true));
        replaced += 1;
      }
    }
    const again = focused && page.getElementById(focused);
    if (again && again !== page.activeElement) {
      again.focus();
      if (caret != null) try { again.setSelectionRange(caret, caret); } catch { /* not a text field */ }
    }
    return replaced;
  }

  let inflight;
  async function swap(url, options, ids, { push = false, from, quiet = false } = {}) {
    inflight?.abort();
    const mine = (inflight = new AbortController());
    from?.setAttribute('aria-busy', 'true');
    try {
      const response = await fetch(url, { ...options, signal: mine.signal });
      if (!(response.headers.get('content-type') || '').startsWith('text/html')) {
        if (!quiet) location.assign(url);
        return;
      }
      const answer = parse(await response.text());
      if (!response.ok && quiet) return;
      if (!replace(ids, answer)) {
        if (options.method === 'POST' && !response.redirected) page.body.replaceWith(page.importNode(answer.body, true));
        else location.assign(response.url);
        return;
      }
      for (const note of answer.querySelectorAll('[data-toast]')) toast(note.textContent, note.dataset.toast);
      if (push) history.pushState({ ids }, '', response.url);
      if (!quiet) page.title = answer.title;
    } catch (error) {
      if (error.name !== 'AbortError' && !quiet) toast('The server did not answer. Nothing was changed.', 'bad');
    } finally {
      from?.removeAttribute('aria-busy');
    }
  }

  page.addEventListener('submit', (event) => {
    const form = event.target;
    const ids = form.dataset.swap;
    if (!ids) return;
    event.preventDefault();
    const fields = new URLSearchParams([...new FormData(form, event.submitter)].filter(([, value]) => value !== ''));
    const from = event.submitter || form;
    const url = new URL(form.action, location);
    if (form.method === 'post') {
      swap(url, { method: 'POST', body: fields }, ids, { from });
    } else {
      url.search = fields;
      swap(url, {}, ids, { push: true, from });
    }
  });

  page.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-swap]');
    if (link && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      swap(link.href, {}, link.dataset.swap, { push: true, from: link });
      return;
    }
    const copy = event.target.closest('[data-copy]');
    if (copy) {
      navigator.clipboard?.writeText(copy.dataset.copy).then(() => toast('Copied'), () => toast('Select the text and copy it yourself', 'bad'));
    }
  });

  let typing;
  page.addEventListener('input', (event) => {
    const form = event.target.form;
    if (form?.dataset.live === undefined) return;
    clearTimeout(typing);
    typing = setTimeout(() => form.requestSubmit(), 250);
  });

  window.addEventListener('popstate', (event) => {
    if (event.state?.ids) swap(location.href, {}, event.state.ids);
    else location.reload();
  });

  for (const element of page.querySelectorAll('[data-refresh]')) {
    const { refresh, swap: ids } = element.dataset;
    setInterval(() => {
      if (!page.hidden) swap(location.href, {}, ids, { quiet: true });
    }, Number(refresh) * 1000);
  }

  // "/" goes to the search field, j and k along the rows of the table. Never while typing.
  const rows = () => [...page.querySelectorAll('.table tbody tr')].map((row) => row.querySelector('a')).filter(Boolean);
  page.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea')) return;
    if (event.key === '/') {
      const field = page.querySelector('input[type=search]');
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    } else if (event.key === 'j' || event.key === 'k') {
      const links = rows();
      const here = links.indexOf(page.activeElement);
      const next = Math.max(0, Math.min(links.length - 1, here + (event.key === 'j' ? 1 : -1)));
      links[next]?.focus();
    }
  });

  for (const note of page.querySelectorAll('[data-toast]')) toast(note.textContent, note.dataset.toast);
})();
