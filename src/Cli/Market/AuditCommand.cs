using System.CommandLine;
using Cocoon.Core;
using Cocoon.Core.Audit;

namespace Cocoon.Cli.Market;

/// <summary>"cocoon audit": are the books sound? Reads the stored records only, so it works on a market that runs and on one that does not.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var idle = new Option<bool>("--idle") { Description = "The market has been running with nothing to do for two minutes: report what should have ended by itself as well." };
        var config = new Option<string?>("--config") { Description = "Settings of a core silo; audits the ledger in the database they name, with the user they name." };
        var command = new Command("audit", "Check the invariants of the books in a market's state file or database.") { MarketOptions.State, config, idle };
        command.SetAction((result, cancellationToken) => Failures.Report(() =>
            Run(result.GetValue(config), result.GetValue(MarketOptions.State)!, result.GetValue(idle), cancellationToken)));
        return command;
    }

    private static async Task<int> Run(string? config, string state, bool idle, CancellationToken cancellationToken)
    {
        var books = config is null
            ? await StoredBooks.ReadFile(Path.Combine(Path.GetFullPath(state), "market.db"), cancellationToken)
            : await StoredBooks.ReadSettings(config, cancellationToken);
        var findings = BooksAudit.Check(books, new AuditScope { Now = DateTimeOffset.UtcNow, Quiet = idle });
        foreach (var finding in findings) Console.WriteLine($"{finding.Invariant,-4} {finding.Subject}: {finding.What}");
        Console.WriteLine($"{Counted.Of(books.Channels.Count, "channel")}, {Counted.Of(books.Jobs.Count, "job")}, {Counted.Of(books.Providers.Count, "provider")}, {Counted.Of(books.Settlements.Count, "shard")}, {Counted.Of(books.Batches.Count, "batch", "batches")}: "
            + (findings.Count == 0 ? "sound." : $"{Counted.Of(findings.Count, "finding")}. docs/audit.md says what they mean."));
        return findings.Count == 0 ? 0 : 1;
    }
}
