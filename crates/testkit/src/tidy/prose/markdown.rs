/// What tidy needs of a Markdown document. Line numbers from 1.
#[derive(Debug, Default)]
pub struct Markdown {
    pub titles: usize,
    /// Inline code.
    pub spans: Vec<(usize, String)>,
    /// Targets of links.
    pub links: Vec<(usize, String)>,
    /// Lines of fenced blocks, with the language of their fence.
    pub fenced: Vec<(usize, String, String)>,
}

impl Markdown {
    pub fn of(text: &str) -> Self {
        let mut read = Self::default();
        let mut fence: Option<String> = None;
        for (line, content) in text.lines().enumerate().map(|(index, content)| (index + 1, content)) {
            let mark = content.trim_start().strip_prefix("```");
            match (&fence, mark) {
                (None, Some(language)) => fence = Some(language.trim().to_owned()),
                (Some(_), Some(_)) => fence = None,
                (Some(language), None) => read.fenced.push((line, language.clone(), content.to_owned())),
                (None, None) => read.prose(line, content),
            }
        }
        read
    }

    fn prose(&mut self, line: usize, content: &str) {
        self.titles += usize::from(content.starts_with("# "));
        let odd = content.split('`').skip(1).step_by(2);
        self.spans.extend(odd.map(|span| (line, span.to_owned())));
        for (at, _) in content.match_indices("](") {
            let target = content.get(at + 2..).and_then(|rest| rest.split(')').next());
            self.links.extend(target.map(|target| (line, target.to_owned())));
        }
    }
}
