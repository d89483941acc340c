#[derive(Default)]
pub struct Cache;
