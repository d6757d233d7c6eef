using Cocoon.Core.Accounts;

namespace Cocoon.Storage.Tests.Formats;

internal static class AccountSamples
{
    /// <summary>A key in use, a revoked one, two channels.</summary>
    public static AccountState Rich { get; } = new()
    {
        Keys =
        [
            new ApiKeyRecord("a1b2c3d4", "laptop", Values.Hash(20), Values.Time(), RevokedAt: null),
            new ApiKeyRecord("e5f6a7b8", "Büro \"2\" <old>", Values.Hash(21), Values.Time(1), Values.Time(9)),
        ],
        Channels = [Values.Address(2), Values.Address(12)],
    };
}
