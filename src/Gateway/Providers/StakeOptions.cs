using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Gateway.Providers;

/// <summary>The terms of the stake that this market asks of providers (docs/registry.md), for them to read before they join.</summary>
public sealed class StakeOptions
{
    /// <summary>Who may announce a slash. Required.</summary>
    public AccountAddress Slasher { get; set; }

    /// <summary>Who decides appeals. Required.</summary>
    public AccountAddress Arbiter { get; set; }

    /// <summary>Where slashed money goes. Required.</summary>
    public AccountAddress Beneficiary { get; set; }

    /// <summary>Between asking for the stake and its leaving; longer than the two others together. Default: 14 days.</summary>
    public TimeSpan Unbonding { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Between announcing a slash and executing it, in which the provider may appeal. Default: 3 days.</summary>
    public TimeSpan SlashDelay { get; set; } = TimeSpan.FromDays(3);

    /// <summary>What the arbiter has to decide an appeal. Default: 7 days.</summary>
    public TimeSpan AppealTimeout { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The least stake that counts for anything. Default: 0.</summary>
    public Nano Least { get; set; }
}
