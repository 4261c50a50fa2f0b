//! Writes real objects of every kind into a folder, one folder for each parser: what a fuzzer begins with.
#![allow(clippy::print_stdout)] // saying how many is its purpose

use std::path::PathBuf;

use handrail_tests::foreign::PARSERS;

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        println!("usage: handrail-seeds FOLDER");
        std::process::exit(2);
    };
    for parser in PARSERS {
        let folder = folder.join(parser.name);
        std::fs::create_dir_all(&folder)?;
        let seeds = (parser.seeds)();
        for (n, object) in seeds.iter().enumerate() {
            std::fs::write(folder.join(format!("real-{n}")), object)?;
        }
        println!("{}: {}", parser.name, seeds.len());
    }
    Ok(())
}
