
use builtin;
use str;

set edit:completion:arg-completer[intercom-codegen] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'intercom-codegen'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'intercom-codegen'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand generate 'Writes a crate that is a client of a described API, or brings it up to date'
            cand check 'Writes nothing; shows what `generate` would change, and exits with 1 if it would'
            cand report 'Writes nothing; lists what became untyped or is left to the caller, with its place and reason'
            cand drift 'Reports what has changed between two descriptions, and what an app must change because of it'
            cand completions 'Prints the completions of a shell'
            cand man 'Prints the manual page, for `man -l -`'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'intercom-codegen;generate'= {
            cand --overlay 'An OpenAPI Overlay document to apply; can be given several times. An action that selects nothing is a warning, and an error where the settings say `strict-overlays = true`'
            cand --settings 'Names and facts that the description does not have; without it, neutral ones'
            cand --tag 'Only the operations with this tag; can be given several times'
            cand --out 'The crate to write; a new or empty folder becomes a complete one'
            cand --name 'What a new crate is called; by default after the API and its version, such as `pets-client-1`'
            cand --force 'Overwrite files that no run has written, too'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'intercom-codegen;check'= {
            cand --overlay 'An OpenAPI Overlay document to apply; can be given several times. An action that selects nothing is a warning, and an error where the settings say `strict-overlays = true`'
            cand --settings 'Names and facts that the description does not have; without it, neutral ones'
            cand --tag 'Only the operations with this tag; can be given several times'
            cand --out 'The crate to write; a new or empty folder becomes a complete one'
            cand --name 'What a new crate is called; by default after the API and its version, such as `pets-client-1`'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'intercom-codegen;report'= {
            cand --overlay 'An OpenAPI Overlay document to apply; can be given several times. An action that selects nothing is a warning, and an error where the settings say `strict-overlays = true`'
            cand --settings 'Names and facts that the description does not have; without it, neutral ones'
            cand --tag 'Only the operations with this tag; can be given several times'
            cand --format 'How to list it'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'intercom-codegen;drift'= {
            cand --overlay 'An OpenAPI Overlay document that the client is generated with, applied to both; can be given several times. The report tells what the vendor changed from what the client gets of it'
            cand --settings 'The names and facts that the client is generated with; without it, neutral ones'
            cand --format 'How to report'
            cand --fail-on 'Exit with 1 if there is a change of this severity, or a more severe one'
            cand --tag 'Only the operations with this tag; can be given several times'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'intercom-codegen;completions'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'intercom-codegen;man'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'intercom-codegen;help'= {
            cand generate 'Writes a crate that is a client of a described API, or brings it up to date'
            cand check 'Writes nothing; shows what `generate` would change, and exits with 1 if it would'
            cand report 'Writes nothing; lists what became untyped or is left to the caller, with its place and reason'
            cand drift 'Reports what has changed between two descriptions, and what an app must change because of it'
            cand completions 'Prints the completions of a shell'
            cand man 'Prints the manual page, for `man -l -`'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'intercom-codegen;help;generate'= {
        }
        &'intercom-codegen;help;check'= {
        }
        &'intercom-codegen;help;report'= {
        }
        &'intercom-codegen;help;drift'= {
        }
        &'intercom-codegen;help;completions'= {
        }
        &'intercom-codegen;help;man'= {
        }
        &'intercom-codegen;help;help'= {
        }
    ]
    $completions[$command]
}
