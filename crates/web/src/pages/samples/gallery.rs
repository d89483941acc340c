//! The pages as files, to be looked at in a browser: `target/gallery`.

use std::{fs, path::Path};

use super::pages::all;
use crate::{assets, colour::Palette};

#[test]
fn the_gallery_is_laid_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/gallery");
    let put = |address: &str, text: &str| {
        let path = root.join(address.trim_start_matches('/'));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    for (name, html) in all() {
        put(&format!("{name}/index.html"), &html);
    }
    for (address, text) in assets::files() {
        put(&address, &text);
    }
    for brand in ["#0b6e4f", "#3b5bdb", "#ffd400"] {
        put(&assets::brand_address(brand), &Palette::of(brand.parse().unwrap()).css());
    }
}
