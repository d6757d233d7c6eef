namespace Cocoon.Cli.Doctor;

internal enum Verdict
{
    Present,
    Absent,
    Missing,
}
