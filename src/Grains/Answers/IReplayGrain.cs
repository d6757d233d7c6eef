using Cocoon.Core.Accounts;
using Cocoon.Core.Answers;

namespace Cocoon.Grains.Answers;

/// <summary>
/// What was answered under an idempotency key, for a retry; ciphertext that only its owner's API key opens (ADR 0013). The key
/// is the job that the idempotency key maps to. Nothing durable: a silo that dies forgets it.
/// </summary>
[Alias("cocoon.IReplayGrain"), Version(1)]
public interface IReplayGrain : IGrainWithStringKey
{
    /// <summary>Keeps an answer for <see cref="ReplayGrain.Stay"/>.</summary>
    /// <returns>False when it is too large, another account's, or this silo's memory for answers is full: then nothing is kept.</returns>
    [Alias("remember")]
    Task<bool> Remember(AccountAddress owner, byte[] message);

    /// <returns>Null when there is none for this account.</returns>
    [Alias("find")]
    Task<StoredAnswer?> Find(AccountAddress owner);
}
