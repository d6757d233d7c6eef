using Cocoon.Versions.Tests.Contracts;

namespace Cocoon.Versions.Tests;

/// <summary>Entry point of what is not a test: writing down new contracts.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not ["write-contracts"])
        {
            await Console.Error.WriteLineAsync("What this can do: write-contracts. Tests are run with 'dotnet test'.");
            return 2;
        }
        var broken = ContractFile.All.Values.SelectMany(file => file.Write().Select(line => $"src/{file.Project}/OrleansContracts.txt: {line}")).ToList();
        foreach (var line in broken) await Console.Error.WriteLineAsync(line);
        if (broken.Count == 0) return 0;
        await Console.Error.WriteLineAsync("Today's code breaks these lines, so their files were left as they are. See docs/upgrades.md; a line that may go is taken out by hand.");
        return 1;
    }
}
