//! The descriptions of other vendors that the project lists, and the folder that has their texts.

use std::{
    env, fmt, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::project::Project;

/// The list, as `tests/corpus.toml` has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Where the descriptions are from.
    #[serde(rename = "source")]
    pub sources: Vec<Origin>,
}

/// Where descriptions are from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// A public repository, `github:OWNER/NAME`, or a package of a registry, `npm:NAME` or `pypi:NAME`.
    pub from: String,
    /// The commit, or the package's version.
    pub version: String,
    /// The licence, as SPDX calls it, or that none is stated.
    pub licence: String,
    /// The version of OpenAPI, without its patch.
    pub openapi: String,
    /// The descriptions.
    pub descriptions: Vec<Listed>,
}

/// A description that is listed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// What it is called: its file in the cache, without the ending.
    pub name: String,
    /// Its path in the source.
    pub path: String,
    /// The SHA-256 digest of its text, in hexadecimal digits.
    pub sha256: String,
}

impl List {
    /// Reads the project's list.
    ///
    /// # Errors
    ///
    /// A list that can't be read, or is not as described.
    pub fn of(project: &Project) -> Result<Self> {
        project.toml("tests/corpus.toml")
    }

    /// The descriptions, each with where it is from.
    pub fn descriptions(&self) -> impl Iterator<Item = (&Origin, &Listed)> {
        self.sources.iter().flat_map(|origin| origin.descriptions.iter().map(move |listed| (origin, listed)))
    }

    /// Which of the descriptions are in the cache, in the order of the list, and what is missing.
    ///
    /// # Errors
    ///
    /// A text that is there but can't be read, or is not the listed one.
    pub fn cached(&self, cache: &Path) -> Result<Cached> {
        let mut cached = Cached { folder: cache.to_owned(), files: Vec::new(), missing: Vec::new() };
        for (origin, listed) in self.descriptions() {
            let file = cache.join(listed.file());
            if !file.exists() {
                cached.missing.push(origin.place(listed));
                continue;
            }
            let text = fs::read(&file).with_context(|| format!("error: can't read {}", file.display()))?;
            let digest: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
            ensure!(
                digest == listed.sha256,
                "error: {} is not the listed description: its digest is {digest}\nhelp: it is {}",
                file.display(),
                origin.place(listed)
            );
            cached.files.push(file);
        }
        Ok(cached)
    }
}

impl Origin {
    /// Where a description can be had, in words or as an address.
    fn place(&self, listed: &Listed) -> String {
        let Self { from, version, .. } = self;
        match from.strip_prefix("github:") {
            Some(repository) => {
                format!("https://raw.githubusercontent.com/{repository}/{version}/{}", listed.path.replace(' ', "%20"))
            }
            None => format!("{} of {from}@{version}", listed.path),
        }
    }
}

impl Listed {
    /// The name of its file in the cache.
    fn file(&self) -> String {
        let ending = Path::new(&self.path).extension().unwrap_or_default().to_string_lossy();
        format!("{}.{ending}", self.name)
    }
}

/// What the cache has of the list.
#[derive(Debug)]
pub struct Cached {
    /// The cache.
    folder: PathBuf,
    /// The files that are there.
    pub files: Vec<PathBuf>,
    /// Where each of the others can be had.
    pub missing: Vec<String>,
}

impl fmt::Display for Cached {
    /// Says how much is there, and where the rest can be had.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { folder, files, missing } = self;
        let (there, all) = (files.len(), files.len() + missing.len());
        writeln!(formatter, "{there} of {all} listed descriptions are in {}", folder.display())?;
        missing.iter().try_for_each(|place| writeln!(formatter, "missing: {place}"))
    }
}

/// The folder of the listed texts: what is given, else what `CORPUS_CACHE` names, else a folder of the user's cache.
///
/// # Errors
///
/// A user without a home.
pub fn cache_folder(given: Option<&Path>) -> Result<PathBuf> {
    if let Some(folder) = given {
        return Ok(folder.to_owned());
    }
    if let Some(folder) = env::var_os("CORPUS_CACHE") {
        return Ok(folder.into());
    }
    let home = env::home_dir().context("error: there is no home folder\nhelp: name one by `--cache DIR`")?;
    let cache = env::var_os("XDG_CACHE_HOME").map_or_else(|| home.join(".cache"), PathBuf::from);
    Ok(cache.join("openapi-corpus"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{super::reasons::Reasons, *};

    const LIST: &str = "[[source]]\nfrom = \"github:pets/api\"\nversion = \"c0ffee\"\nlicence = \"MIT\"\nopenapi = \
                        \"3.0\"\ndescriptions = [\n  { name = \"pets\", path = \"v 1/pets.yaml\", sha256 = \
                        \"b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c\" },\n]\n\n[[source]]\nfrom = \
                        \"npm:dogs\"\nversion = \"1.2.3\"\nlicence = \"none stated\"\nopenapi = \"3.1\"\ndescriptions = [\n  \
                        { name = \"dogs\", path = \"dogs.json\", sha256 = \"00\" },\n]\n";

    #[test]
    fn what_is_missing_is_told_with_its_place() {
        let list: List = toml::from_str(LIST).expect("it is a list");
        let cache = tempfile::tempdir().expect("a folder can be made");
        let told = list.cached(cache.path()).expect("nothing is there").to_string();
        let expected = format!(
            "0 of 2 listed descriptions are in {}\nmissing: \
             https://raw.githubusercontent.com/pets/api/c0ffee/v%201/pets.yaml\nmissing: dogs.json of npm:dogs@1.2.3\n",
            cache.path().display()
        );
        assert_eq!(told, expected);
        fs::write(cache.path().join("pets.yaml"), "foo\n").expect("the file can be written");
        let cached = list.cached(cache.path()).expect("its digest is right");
        assert_eq!((cached.files, cached.missing.len()), (vec![cache.path().join("pets.yaml")], 1));
        fs::write(cache.path().join("dogs.json"), "{}").expect("the file can be written");
        let error = list.cached(cache.path()).expect_err("its digest is wrong").to_string();
        assert!(error.contains("dogs.json is not the listed description: its digest is 44136fa3"), "{error}");
        assert!(error.ends_with("help: it is dogs.json of npm:dogs@1.2.3"), "{error}");
    }

    /// At least a hundred, each with all that it takes to have it again.
    #[test]
    fn the_projects_list_is_whole() {
        let project = Project::here().expect("the tests run in the project");
        let list = List::of(&project).expect("there is a list");
        let mut names = BTreeSet::new();
        for (origin, listed) in list.descriptions() {
            let name = &listed.name;
            assert!(names.insert(name), "`{name}` is listed twice");
            assert!(
                listed.sha256.len() == 64 && listed.sha256.chars().all(|digit| digit.is_ascii_hexdigit()),
                "{name}"
            );
            assert!(["github:", "npm:", "pypi:"].iter().any(|kind| origin.from.starts_with(kind)), "{name}");
            assert!(!origin.version.is_empty() && !origin.licence.is_empty(), "{name}");
            assert!(["3.0", "3.1", "3.2"].contains(&origin.openapi.as_str()), "{name}");
        }
        assert!(names.len() >= 100, "{} are listed", names.len());
        Reasons::of(&project).expect("there are reasons");
    }
}
