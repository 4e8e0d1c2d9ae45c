# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_intercom_codegen_global_optspecs
    string join \n h/help V/version
end

function __fish_intercom_codegen_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_intercom_codegen_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_intercom_codegen_using_subcommand
    set -l cmd (__fish_intercom_codegen_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c intercom-codegen -n "__fish_intercom_codegen_needs_command" -s h -l help -d 'Print help'
complete -c intercom-codegen -n "__fish_intercom_codegen_needs_command" -s V -l version -d 'Print version'
complete -c intercom-codegen -n "__fish_intercom_codegen_needs_command" -f -a "generate" -d 'Writes a crate that is a client of a described API, or brings it up to date'
complete -c intercom-codegen -n "__fish_intercom_codegen_needs_command" -f -a "check" -d 'Writes nothing; shows what `generate` would change, and exits with 1 if it would'
complete -c intercom-codegen -n "__fish_intercom_codegen_needs_command" -f -a "report" -d 'Writes nothing; lists what became untyped or is left to the caller, with its place and reason'
complete -c intercom-codegen -n "__fish_intercom_codegen_needs_command" -f -a "drift" -d 'Reports what has changed between two descriptions, and what an app must change because of it'
complete -c intercom-codegen -n "__fish_intercom_codegen_needs_command" -f -a "completions" -d 'Prints the completions of a shell'
complete -c intercom-codegen -n "__fish_intercom_codegen_needs_command" -f -a "man" -d 'Prints the manual page, for `man -l -`'
complete -c intercom-codegen -n "__fish_intercom_codegen_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand generate" -l overlay -d 'An OpenAPI Overlay document to apply; can be given several times. An action that selects nothing is a warning, and an error where the settings say `strict-overlays = true`' -r -F
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand generate" -l settings -d 'Names and facts that the description does not have; without it, neutral ones' -r -F
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand generate" -l tag -d 'Only the operations with this tag; can be given several times' -r
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand generate" -l out -d 'The crate to write; a new or empty folder becomes a complete one' -r -F
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand generate" -l name -d 'What a new crate is called; by default after the API and its version, such as `pets-client-1`' -r
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand generate" -l force -d 'Overwrite files that no run has written, too'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand generate" -s h -l help -d 'Print help'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand check" -l overlay -d 'An OpenAPI Overlay document to apply; can be given several times. An action that selects nothing is a warning, and an error where the settings say `strict-overlays = true`' -r -F
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand check" -l settings -d 'Names and facts that the description does not have; without it, neutral ones' -r -F
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand check" -l tag -d 'Only the operations with this tag; can be given several times' -r
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand check" -l out -d 'The crate to write; a new or empty folder becomes a complete one' -r -F
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand check" -l name -d 'What a new crate is called; by default after the API and its version, such as `pets-client-1`' -r
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand check" -s h -l help -d 'Print help'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand report" -l overlay -d 'An OpenAPI Overlay document to apply; can be given several times. An action that selects nothing is a warning, and an error where the settings say `strict-overlays = true`' -r -F
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand report" -l settings -d 'Names and facts that the description does not have; without it, neutral ones' -r -F
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand report" -l tag -d 'Only the operations with this tag; can be given several times' -r
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand report" -l format -d 'How to list it' -r -f -a "text\t'A line for each place'
json\t'For programs; `openings.schema.json` of the generator says what is in it'"
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand drift" -l overlay -d 'An OpenAPI Overlay document that the client is generated with, applied to both; can be given several times. The report tells what the vendor changed from what the client gets of it' -r -F
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand drift" -l settings -d 'The names and facts that the client is generated with; without it, neutral ones' -r -F
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand drift" -l format -d 'How to report' -r -f -a "text\t'For a terminal'
markdown\t'A page'
json\t'For programs; `drift.schema.json` of the generator says what is in it'
github\t'Annotations of a GitHub workflow'"
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand drift" -l fail-on -d 'Exit with 1 if there is a change of this severity, or a more severe one' -r -f -a "breaking\t'A breaking change'
risky\t'A breaking or a risky one'
any\t'Any that reaches the client; a sentence of the documentation that has changed does not'"
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand drift" -l tag -d 'Only the operations with this tag; can be given several times' -r
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand drift" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand completions" -s h -l help -d 'Print help'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand man" -s h -l help -d 'Print help'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand help; and not __fish_seen_subcommand_from generate check report drift completions man help" -f -a "generate" -d 'Writes a crate that is a client of a described API, or brings it up to date'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand help; and not __fish_seen_subcommand_from generate check report drift completions man help" -f -a "check" -d 'Writes nothing; shows what `generate` would change, and exits with 1 if it would'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand help; and not __fish_seen_subcommand_from generate check report drift completions man help" -f -a "report" -d 'Writes nothing; lists what became untyped or is left to the caller, with its place and reason'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand help; and not __fish_seen_subcommand_from generate check report drift completions man help" -f -a "drift" -d 'Reports what has changed between two descriptions, and what an app must change because of it'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand help; and not __fish_seen_subcommand_from generate check report drift completions man help" -f -a "completions" -d 'Prints the completions of a shell'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand help; and not __fish_seen_subcommand_from generate check report drift completions man help" -f -a "man" -d 'Prints the manual page, for `man -l -`'
complete -c intercom-codegen -n "__fish_intercom_codegen_using_subcommand help; and not __fish_seen_subcommand_from generate check report drift completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
