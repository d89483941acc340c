//! The business files that come with Purvey: examples to read, to try, and to start from.

use crate::{Business, Errors, parse};

/// A business file inside the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// What the command line calls it: `dialer`.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    pub text: &'static str,
}

const ALL: [Shipped; 4] = [
    Shipped {
        name: "dialer",
        about: "a call centre platform, resold under its own brand",
        text: include_str!("../../../businesses/dialer.toml"),
    },
    Shipped {
        name: "isp",
        about: "operations software for Internet providers, by their customers",
        text: include_str!("../../../businesses/isp.toml"),
    },
    Shipped {
        name: "nodes",
        about: "a security platform by node and year, with services",
        text: include_str!("../../../businesses/nodes.toml"),
    },
    Shipped {
        name: "deployments",
        about: "a platform for AI deployments, from free to custom",
        text: include_str!("../../../businesses/deployments.toml"),
    },
];

/// All of them, the dialer first.
pub fn all() -> &'static [Shipped] {
    &ALL
}

pub fn get(name: &str) -> Option<&'static Shipped> {
    ALL.iter().find(|shipped| shipped.name == name)
}

impl Shipped {
    /// What the errors call it.
    pub fn file_name(&self) -> String {
        format!("businesses/{}.toml", self.name)
    }

    /// # Errors
    ///
    /// None, as the tests prove; the type is that of any file.
    pub fn parse(&self) -> Result<Business, Errors> {
        parse(self.text, &self.file_name())
    }
}
