using System.Security.Cryptography;
using System.Text;
using Cocoon.Admin.Hosting;
using Microsoft.Extensions.Options;

namespace Cocoon.Admin.Access;

/// <summary>Finds the person whose key this is. Keys are random, so one hash of them is enough. Thread-safe.</summary>
internal sealed class OperatorKeys(IOptions<AdminOptions> options)
{
    private const int MaxKey = 512;

    private readonly (OperatorAccount Account, byte[] Hash)[] _accounts = [.. options.Value.Operators.Select(account => (account, account.KeyHash.ToArray()))];

    public OperatorAccount? Find(string? key)
    {
        if (key is not { Length: > 0 and <= MaxKey }) return null;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        OperatorAccount? found = null;
        // All of them, always: how long it takes says nothing.
        foreach (var (account, expected) in _accounts)
            if (CryptographicOperations.FixedTimeEquals(hash, expected)) found = account;
        return found;
    }
}
