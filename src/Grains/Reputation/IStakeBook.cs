using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Grains.Reputation;

/// <summary>What providers have at stake, as it was last seen on chain. Thread-safe. Without a book nobody has anything at stake.</summary>
public interface IStakeBook
{
    /// <summary>Never waits: a stake that was not looked at yet is zero, and looked at soon.</summary>
    Nano AtStake(AccountAddress provider);
}
