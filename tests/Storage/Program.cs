using Cocoon.Storage.Tests.Formats;

namespace Cocoon.Storage.Tests;

/// <summary>Entry point of what is not a test: writing fixtures, and the child processes that tests start.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["write-fixtures", var folder]:
                await FixtureWriter.Write(new FixtureFolder(folder));
                return 0;
            default:
                await Console.Error.WriteLineAsync("What this can do: write-fixtures <folder of a version>. Tests are run with 'dotnet test'.");
                return 2;
        }
    }
}
