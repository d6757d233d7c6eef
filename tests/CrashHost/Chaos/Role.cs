namespace Cocoon.CrashHost.Chaos;

/// <summary>How a process of a chaos run talks to the test that started it.</summary>
public static class Role
{
    /// <summary>The line that says it works.</summary>
    public const string Ready = "ready";

    /// <summary>Says that it works, and lives until its parent lets go of its input, however that happens.</summary>
    public static async Task Serve(CancellationToken cancellationToken)
    {
        Console.WriteLine(Ready);
        await Console.In.ReadToEndAsync(cancellationToken);
    }
}
