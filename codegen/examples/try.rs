use std::path::Path;
use tencent_codegen::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let api = SourceFile::new(
        "/work/shared/upstream/ess-2020-11-11/api.json",
        std::fs::read("/work/shared/upstream/ess-2020-11-11/api.json").unwrap(),
    );
    let actions: Vec<String> = a[2..].to_vec();
    let facts = import::facts(&api, "3.1.189.1", &actions).unwrap();
    let dir = Path::new("schema/ess-2020-11-11");
    std::fs::write(
        dir.join("upstream.json"),
        serde_json::to_string_pretty(&facts).unwrap() + "\n",
    )
    .unwrap();
    for (n, t) in description::json_schemas() {
        std::fs::write(Path::new("schema").join(n), t).unwrap();
    }
    let mut overlay: Vec<_> = std::fs::read_dir(dir.join("overlay"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    overlay.sort();
    let overlay = overlay
        .into_iter()
        .map(|p| SourceFile::new(p.display().to_string(), std::fs::read(&p).unwrap()))
        .collect();
    let s = ServiceSources {
        folder: "ess-2020-11-11".into(),
        facts: SourceFile::new(
            "schema/ess-2020-11-11/upstream.json",
            std::fs::read(dir.join("upstream.json")).unwrap(),
        ),
        overlay,
    };
    match generate(&s) {
        Ok(o) => {
            for (p, t) in o.files {
                let p = Path::new(&a[1]).join(p);
                std::fs::create_dir_all(p.parent().unwrap()).unwrap();
                std::fs::write(p, t).unwrap();
            }
        }
        Err(e) => {
            println!("{:?}", miette::Report::new(e));
            std::process::exit(1)
        }
    }
}
