//! Longest-prefix match: destination numbers against a rate deck.

use std::ops::Range;

/// Values by prefix, found in one walk over the text, however many prefixes there are.
///
/// A trie in two flat arrays: a node's branches lie side by side in `branches`, sorted by byte.
#[derive(Clone, Debug)]
pub struct PrefixIndex<T> {
    nodes: Vec<Node>,
    branches: Vec<(u8, u32)>,
    values: Vec<T>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// Index into `values` of the prefix that ends here.
    value: Option<u32>,
    branches_start: u32,
    branches_end: u32,
}

impl<T> PrefixIndex<T> {
    /// Builds the index once. Of equal prefixes the last counts; the empty prefix matches everything.
    pub fn new<K: AsRef<str>>(entries: impl IntoIterator<Item = (K, T)>) -> Self {
        let (mut keys, values): (Vec<_>, Vec<_>) =
            entries.into_iter().enumerate().map(|(index, (key, value))| ((key, compact(index)), value)).unzip();
        // Stable: of equal keys, the one given last stays last.
        keys.sort_by(|(a, _), (b, _)| a.as_ref().cmp(b.as_ref()));
        let keys: Vec<(&[u8], u32)> = keys.iter().map(|(key, index)| (key.as_ref().as_bytes(), *index)).collect();
        let mut index = Self { nodes: vec![Node::default()], branches: Vec::new(), values };
        // Each pending node owns a run of sorted keys that agree on their first `depth` bytes.
        let mut pending: Vec<(usize, Range<usize>, usize)> = vec![(0, 0..keys.len(), 0)];
        while let Some((node, run, depth)) = pending.pop() {
            index.grow(node, &keys, run, depth, &mut pending);
        }
        index
    }

    fn grow(
        &mut self,
        node: usize,
        keys: &[(&[u8], u32)],
        run: Range<usize>,
        depth: usize,
        pending: &mut Vec<(usize, Range<usize>, usize)>,
    ) {
        let run_keys = keys.get(run.clone()).unwrap_or_default();
        let ending = run_keys.iter().take_while(|(key, _)| key.len() == depth).count();
        let value = ending.checked_sub(1).and_then(|last| run_keys.get(last)).map(|(_, value)| *value);
        let branches_start = compact(self.branches.len());
        let mut start = run.start + ending;
        let rest = run_keys.get(ending..).unwrap_or_default();
        for same in rest.chunk_by(|(a, _), (b, _)| a.get(depth) == b.get(depth)) {
            let Some(byte) = same.first().and_then(|(key, _)| key.get(depth)) else { continue };
            let child = self.nodes.len();
            self.nodes.push(Node::default());
            self.branches.push((*byte, compact(child)));
            pending.push((child, start..start + same.len(), depth + 1));
            start += same.len();
        }
        if let Some(slot) = self.nodes.get_mut(node) {
            *slot = Node { value, branches_start, branches_end: compact(self.branches.len()) };
        }
    }

    /// The value of the longest prefix that `text` starts with.
    pub fn longest(&self, text: &str) -> Option<&T> {
        self.longest_match(text).map(|(_, value)| value)
    }

    /// The same, with how many bytes of `text` matched.
    pub fn longest_match(&self, text: &str) -> Option<(usize, &T)> {
        let mut node = self.nodes.first()?;
        let mut best = node.value.map(|value| (0, value));
        for (depth, byte) in text.bytes().enumerate() {
            let range = node.branches_start as usize..node.branches_end as usize;
            let Some((_, child)) = self.branches.get(range)?.iter().find(|(branch, _)| *branch == byte) else { break };
            node = self.nodes.get(*child as usize)?;
            if let Some(value) = node.value {
                best = Some((depth + 1, value));
            }
        }
        let (length, value) = best?;
        Some((length, self.values.get(value as usize)?))
    }

    /// How many prefixes were given.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

/// Half the memory of a `usize`. Beyond four thousand million bytes of prefixes, nothing is found there.
fn compact(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl<T> Default for PrefixIndex<T> {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], branches: Vec::new(), values: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_longest_prefix_wins() {
        let index = PrefixIndex::new([("1", "US"), ("1800", "free"), ("44", "UK"), ("447", "UK mobile")]);
        assert_eq!(index.longest("18005551212"), Some(&"free"));
        assert_eq!(index.longest("1801"), Some(&"US"));
        assert_eq!(index.longest_match("4479"), Some((3, &"UK mobile")));
        assert_eq!(index.longest("49"), None);
        assert_eq!(index.longest(""), None);
    }

    #[test]
    fn an_empty_prefix_catches_the_rest_and_the_last_of_equals_counts() {
        let index = PrefixIndex::new([("", 0), ("4", 1), ("4", 2)]);
        assert_eq!((index.longest("9"), index.longest("49"), index.len()), (Some(&0), Some(&2), 3));
        assert_eq!(PrefixIndex::<u8>::default().longest("1"), None);
        assert_eq!(PrefixIndex::<u8>::new::<&str>([]).longest("1"), None);
    }

    proptest! {
        #[test]
        fn it_equals_the_naive_longest_match(
            prefixes in proptest::collection::vec("[0-3é]{0,5}", 0..40),
            texts in proptest::collection::vec("[0-3é]{0,8}", 1..20),
        ) {
            let index = PrefixIndex::new(prefixes.iter().zip(0usize..));
            for text in &texts {
                let naive = prefixes.iter().zip(0usize..).filter(|(prefix, _)| text.starts_with(*prefix))
                    .max_by_key(|(prefix, position)| (prefix.len(), *position));
                prop_assert_eq!(index.longest_match(text), naive.as_ref().map(|(prefix, at)| (prefix.len(), at)));
            }
        }
    }
}
