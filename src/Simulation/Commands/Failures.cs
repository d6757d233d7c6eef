namespace Cocoon.Simulation.Commands;

/// <summary>Mistakes of the user become one line that says what to do.</summary>
internal static class Failures
{
    public const int Usage = 2;

    public static int Guard(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"cocoon sim: {e.Message}");
            return Usage;
        }
    }
}
