namespace Cocoon.Storage.Tests.Files;

/// <summary>A test that needs signals, limits or users of a Unix system.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PosixFactAttribute : FactAttribute
{
    public PosixFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Needs a Unix system.";
    }
}
