using Cocoon.Core.Accounts;

namespace Cocoon.Ton.Stakes;

/// <summary>
/// What a provider's stake is deployed with. Its address is the hash of its code and of these, which never change. Choose an
/// unbonding delay above slash delay, appeal timeout and the time in which cheating is found, together.
/// </summary>
/// <param name="NetworkId">Global id of the network.</param>
/// <param name="Owner">The provider's wallet, which may unbond and appeal.</param>
/// <param name="Slasher">Who may announce a slash.</param>
/// <param name="Arbiter">Who decides appeals.</param>
/// <param name="Beneficiary">Where slashed money goes, usually a vault.</param>
/// <param name="UnbondingDelay">Seconds between asking for money and its leaving.</param>
/// <param name="SlashDelay">Seconds between announcing a slash and executing it.</param>
/// <param name="AppealTimeout">Seconds that the arbiter has to decide.</param>
/// <param name="Salt">Lets one owner have several stakes.</param>
public sealed record StakeTerms(
    int NetworkId, AccountAddress Owner, AccountAddress Slasher, AccountAddress Arbiter, AccountAddress Beneficiary,
    uint UnbondingDelay, uint SlashDelay, uint AppealTimeout, ulong Salt);
