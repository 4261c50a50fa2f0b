//! What Kotlin must know of the messages beside their texts.

use std::fmt::Write as _;

use super::{android, table};
use crate::words::texts::Message;

/// A class file holds a text of 65,535 bytes and a method of as many.
const PART: usize = 400;

/// The numbers that Android gave the messages, by id: nothing is looked up by name while the app runs.
pub(super) fn text_ids(english: &[Message]) -> String {
    let mut code = "// Made from core/content/words by `cargo xtask strings`.\n\
                    package org.handrail.app.words\n\n\
                    import org.handrail.app.R\n\n\
                    /** The number of each message in the app's resources. */\n\
                    internal object TextIds {\n\
                    \x20   private val numbers = HashMap<String, Int>()\n\n\
                    \x20   /** The `R.string` of a message, or its `R.plurals` where a number chooses its form; null where there is no such message. */\n\
                    \x20   fun of(id: String): Int? = numbers[id]\n\n"
        .to_owned();
    let parts: Vec<&[Message]> = english.chunks(PART).collect();
    let calls: Vec<String> = (1..=parts.len()).map(|part| format!("part{part}()")).collect();
    let _ = writeln!(code, "    init {{\n        {}\n    }}", calls.join("\n        "));
    for (part, messages) in parts.iter().enumerate() {
        let _ = writeln!(code, "\n    private fun part{}() {{", part + 1);
        for message in *messages {
            let kind = if message.selector.is_some() { "plurals" } else { "string" };
            let _ = writeln!(code, "        numbers[\"{}\"] = R.{kind}.{}", message.id, android::name(&message.id));
        }
        code.push_str("    }\n");
    }
    code.push_str("}\n");
    code
}

/// The variables of each message in their order.
pub(super) fn text_arguments(english: &[Message]) -> String {
    let lines = table(english);
    let parts = lines.chunks(PART).map(|lines| format!("\"\"\"\n{}\n\"\"\"", lines.join("\n")));
    format!(
        "// Made from core/content/words by `cargo xtask strings`.\n\
         package org.handrail.ui.words\n\n\
         /** Which variables each message has, and in which order its text numbers them. */\n\
         public object TextArguments {{\n\
         \x20   /** The names of a message's variables, the first being `%1$s`; null where there is no such message. */\n\
         \x20   public fun of(id: String): List<String>? = names[id]\n\n\
         \x20   /** The variable whose number chooses the form; null where nothing chooses. */\n\
         \x20   public fun plural(id: String): String? = choosing[id]\n\n\
         \x20   private val names = HashMap<String, List<String>>()\n\
         \x20   private val choosing = HashMap<String, String>()\n\n\
         \x20   init {{\n\
         \x20       for (part in table()) for (line in part.lines()) {{\n\
         \x20           val words = line.split(' ')\n\
         \x20           names[words[0]] = words.drop(1).map {{ it.removeSuffix(\"*\") }}\n\
         \x20           words.find {{ it.endsWith('*') }}?.let {{ choosing[words[0]] = it.removeSuffix(\"*\") }}\n\
         \x20       }}\n\
         \x20       names.remove(\"\")\n\
         \x20   }}\n\n\
         \x20   // An id, and its variables; a star where a number chooses.\n\
         \x20   private fun table() = listOf(\n{},\n    )\n}}\n",
        parts.collect::<Vec<_>>().join(",\n")
    )
}
