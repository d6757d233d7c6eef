using Cocoon.Core.Accounts;

namespace Cocoon.Client;

/// <summary>What an owner does with an account. Thread-safe.</summary>
public interface IAccountOperations
{
    /// <summary>Channels and keys.</summary>
    Task<AccountStatus> ViewAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes an API key. The answer shows it, this once.</summary>
    /// <param name="name">A label of 1 to 64 characters.</param>
    /// <param name="scope">Its limits; null for none. A key with limits buys answers and nothing else.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <exception cref="ArgumentException">The limits cannot be meant; the message says why.</exception>
    Task<AccountKey> CreateKeyAsync(string name, KeyScope? scope = null, CancellationToken cancellationToken = default);

    /// <summary>Gives a key another secret. The answer shows it, this once; the old one stays valid for <paramref name="grace"/>, 30 days at most.</summary>
    Task<AccountKey> RotateKeyAsync(string keyId, TimeSpan grace, CancellationToken cancellationToken = default);

    /// <summary>Ends a key.</summary>
    Task<AccountKey> RevokeKeyAsync(string keyId, CancellationToken cancellationToken = default);
}
