namespace Cocoon.Cli.Doctor;

/// <summary>One finding about this machine.</summary>
/// <param name="Name">What was looked for.</param>
/// <param name="Verdict">Present, absent but not needed, or missing.</param>
/// <param name="Detail">What was found, or what the lack means and what to do.</param>
internal sealed record Check(string Name, Verdict Verdict, string Detail);
