using Cocoon.Core.Accounts;
using Cocoon.Core.Answers;

namespace Cocoon.Grains.Answers;

/// <summary>
/// One kept answer, as ciphertext that only its owner's API key opens (ADR 0013); the key is the response's id. Calls
/// name the account they come from, and another's answer looks like none.
/// </summary>
[Alias("cocoon.IAnswerGrain"), Version(1)]
public interface IAnswerGrain : IGrainWithStringKey
{
    /// <summary>Keeps an answer durably until it expires. The same owner may keep another one in its place.</summary>
    /// <exception cref="RefusedException">It is too large, or the id is another account's.</exception>
    [Alias("store")]
    Task Store(AccountAddress owner, byte[] message, DateTimeOffset expiresAt);

    /// <summary>Puts the complete answer in the place of one that was still being made.</summary>
    /// <returns>False when that one is gone, deleted for example: then nothing is kept.</returns>
    [Alias("complete")]
    Task<bool> Complete(AccountAddress owner, byte[] message);

    /// <returns>Null when there is none for this account.</returns>
    [Alias("find")]
    Task<StoredAnswer?> Find(AccountAddress owner);

    /// <summary>Asks whoever makes the answer to stop.</summary>
    /// <returns>False when there is none for this account.</returns>
    [Alias("cancel")]
    Task<bool> Cancel(AccountAddress owner);

    /// <summary>Whether the answer is still to be made: kept, and not cancelled.</summary>
    [Alias("is-wanted")]
    Task<bool> IsWanted(AccountAddress owner);

    /// <returns>False when there is none for this account.</returns>
    [Alias("delete")]
    Task<bool> Delete(AccountAddress owner);
}
