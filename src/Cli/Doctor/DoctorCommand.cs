using System.CommandLine;

namespace Cocoon.Cli.Doctor;

/// <summary>"cocoon doctor": what this machine has and lacks, and what each lack means.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Say what this machine has and lacks, and what each lack means.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        var checks = Machine.Look().ToList();
        foreach (var check in checks) Console.WriteLine($"  {Mark(check.Verdict)} {check.Name,-17} {check.Detail}");
        var missing = checks.Count(check => check.Verdict == Verdict.Missing);
        Console.WriteLine();
        Console.WriteLine(missing == 0 ? "Everything that ./cocoon demo needs is here." : $"{missing} needed thing(s) missing: see above.");
        return missing == 0 ? 0 : 1;
    }

    internal static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Present => "ok     ",
        Verdict.Absent => "-      ",
        _ => "MISSING",
    };
}
