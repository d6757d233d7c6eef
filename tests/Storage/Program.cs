using Cocoon.Storage.Tests.Files;
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
            case ["write-until-told", var path]:
                return await WritingProcess.Run(path);
            case ["open", var path]:
                return TryOpen(path);
            case ["run-into-limit", var path]:
                return await LimitedProcess.Run(path, recover: true);
            case ["die-at-limit", var path]:
                return await LimitedProcess.Run(path, recover: false);
            default:
                await Console.Error.WriteLineAsync("What this can do: write-fixtures <folder of a version>. Tests are run with 'dotnet test'.");
                return 2;
        }
    }

    private static int TryOpen(string path)
    {
        try
        {
            using var store = SqliteStore.Open(path);
            Console.WriteLine("opened");
            return 0;
        }
        catch (StoreException exception)
        {
            Console.WriteLine(exception.Message);
            return 1;
        }
    }
}
