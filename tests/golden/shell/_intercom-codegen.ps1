
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'intercom-codegen' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'intercom-codegen'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'intercom-codegen' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Writes a crate that is a client of a described API, or brings it up to date')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Writes nothing; shows what `generate` would change, and exits with 1 if it would')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Writes nothing; lists what became untyped or is left to the caller, with its place and reason')
            [CompletionResult]::new('drift', 'drift', [CompletionResultType]::ParameterValue, 'Reports what has changed between two descriptions, and what an app must change because of it')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Prints the completions of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Prints the manual page, for `man -l -`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'intercom-codegen;generate' {
            [CompletionResult]::new('--overlay', '--overlay', [CompletionResultType]::ParameterName, 'An OpenAPI Overlay document to apply; can be given several times. An action that selects nothing is a warning, and an error where the settings say `strict-overlays = true`')
            [CompletionResult]::new('--settings', '--settings', [CompletionResultType]::ParameterName, 'Names and facts that the description does not have; without it, neutral ones')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only the operations with this tag; can be given several times')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The crate to write; a new or empty folder becomes a complete one')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What a new crate is called; by default after the API and its version, such as `pets-client-1`')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite files that no run has written, too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'intercom-codegen;check' {
            [CompletionResult]::new('--overlay', '--overlay', [CompletionResultType]::ParameterName, 'An OpenAPI Overlay document to apply; can be given several times. An action that selects nothing is a warning, and an error where the settings say `strict-overlays = true`')
            [CompletionResult]::new('--settings', '--settings', [CompletionResultType]::ParameterName, 'Names and facts that the description does not have; without it, neutral ones')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only the operations with this tag; can be given several times')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The crate to write; a new or empty folder becomes a complete one')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What a new crate is called; by default after the API and its version, such as `pets-client-1`')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'intercom-codegen;report' {
            [CompletionResult]::new('--overlay', '--overlay', [CompletionResultType]::ParameterName, 'An OpenAPI Overlay document to apply; can be given several times. An action that selects nothing is a warning, and an error where the settings say `strict-overlays = true`')
            [CompletionResult]::new('--settings', '--settings', [CompletionResultType]::ParameterName, 'Names and facts that the description does not have; without it, neutral ones')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only the operations with this tag; can be given several times')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to list it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'intercom-codegen;drift' {
            [CompletionResult]::new('--overlay', '--overlay', [CompletionResultType]::ParameterName, 'An OpenAPI Overlay document that the client is generated with, applied to both; can be given several times. The report tells what the vendor changed from what the client gets of it')
            [CompletionResult]::new('--settings', '--settings', [CompletionResultType]::ParameterName, 'The names and facts that the client is generated with; without it, neutral ones')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 if there is a change of this severity, or a more severe one')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only the operations with this tag; can be given several times')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'intercom-codegen;completions' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'intercom-codegen;man' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'intercom-codegen;help' {
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Writes a crate that is a client of a described API, or brings it up to date')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Writes nothing; shows what `generate` would change, and exits with 1 if it would')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Writes nothing; lists what became untyped or is left to the caller, with its place and reason')
            [CompletionResult]::new('drift', 'drift', [CompletionResultType]::ParameterValue, 'Reports what has changed between two descriptions, and what an app must change because of it')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Prints the completions of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Prints the manual page, for `man -l -`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'intercom-codegen;help;generate' {
            break
        }
        'intercom-codegen;help;check' {
            break
        }
        'intercom-codegen;help;report' {
            break
        }
        'intercom-codegen;help;drift' {
            break
        }
        'intercom-codegen;help;completions' {
            break
        }
        'intercom-codegen;help;man' {
            break
        }
        'intercom-codegen;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
