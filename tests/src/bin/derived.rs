//! Prints the types of an `api.json` as structs with serde's derives, to compare their compile time with
//! that of the generated types.

use tencent_codegen::{SourceFile, Upstream};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name an api.json")?;
    let file = SourceFile::new(&path, std::fs::read(&path)?);
    let upstream = Upstream::parse(&file, "0")?;
    let facts = upstream.facts(upstream.actions())?;
    println!(
        "//! Types with derives.\n\n{}",
        tests::derived::text(&facts)
    );
    Ok(())
}
