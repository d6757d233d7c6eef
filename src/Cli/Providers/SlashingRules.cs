using Cocoon.Cli.Market;
using Cocoon.Core;
using Cocoon.Core.Money;

namespace Cocoon.Cli.Providers;

/// <summary>Says what a stake risks before anything is paid, and asks.</summary>
internal static class SlashingRules
{
    public static void Print(StakeNotes terms, Nano wanted)
    {
        Tables.Line("rules", $"A slash is announced by {terms.Slasher} with the hash of its evidence: another model than promised, wrong answers, failed audits.");
        Tables.Line("", $"It asks for any part of the stake, up to all of it, and is executed after {Text(terms.SlashSeconds)} unless you appeal in that time.");
        Tables.Line("", $"An appeal is decided by {terms.Arbiter} within {Text(terms.AppealSeconds)}, or the slash lapses. What is slashed goes to {terms.Beneficiary}.");
        Tables.Line("", $"The stake is yours again {Text(terms.UnbondingSeconds)} after you ask for it, and answers for slashes until then. These terms cannot be changed later.");
        Tables.Line("amount", wanted.IsZero
            ? $"0: nothing can be slashed; without a stake of {terms.LeastNano} or more your reputation starts low, so routers send you fewer jobs at first."
            : $"{wanted}{(wanted < terms.LeastNano ? $", less than the {terms.LeastNano} that count for this market" : "")}");
    }

    public static void RequireConsent(bool isAgreed)
    {
        if (isAgreed) return;
        if (Console.IsInputRedirected) throw new CliException("Nobody is here to agree to these rules. Read them, then run this again with --yes, or with --stake 0.");
        Console.Write("  Do you agree to these rules, and to paying the stake? Type yes: ");
        if (Console.ReadLine()?.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase) != true) throw new CliException("Not agreed: nothing was paid.");
    }

    private static string Text(uint seconds) => TimeSpan.FromSeconds(seconds) switch
    {
        { TotalDays: >= 2 } time => $"{time.TotalDays:0.#} days",
        { TotalHours: >= 2 } time => $"{time.TotalHours:0.#} hours",
        var time => Counted.Of($"{time.TotalMinutes:0.#}", "minute"),
    };
}
