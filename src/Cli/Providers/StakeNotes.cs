using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Stakes;

namespace Cocoon.Cli.Providers;

/// <summary>The terms of a stake as the market states them; with an owner they are those of a contract.</summary>
/// <param name="Slasher">Who may announce a slash.</param>
/// <param name="Arbiter">Who decides appeals.</param>
/// <param name="Beneficiary">Where slashed money goes.</param>
/// <param name="UnbondingSeconds">Between asking for the stake and its leaving.</param>
/// <param name="SlashSeconds">Between announcing a slash and executing it.</param>
/// <param name="AppealSeconds">What the arbiter has to decide.</param>
/// <param name="LeastNano">The least stake that counts.</param>
internal sealed record StakeNotes(
    AccountAddress Slasher, AccountAddress Arbiter, AccountAddress Beneficiary, uint UnbondingSeconds, uint SlashSeconds, uint AppealSeconds, Nano LeastNano)
{
    /// <summary>Always the same contract for one owner, so that a second run finds the first one's stake.</summary>
    public StakeTerms Of(AccountAddress owner, int networkId) =>
        new(networkId, owner, Slasher, Arbiter, Beneficiary, UnbondingSeconds, SlashSeconds, AppealSeconds, Salt: 0);
}
