using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tests;

/// <summary>Values that tests of several kinds of evidence share.</summary>
internal static class Samples
{
    public static AccountAddress Provider { get; } = AccountAddress.From(0, [.. Enumerable.Repeat((byte)7, 32)]);

    public static EnclaveClaims Claims { get; } = new(
        new HexBytes([.. Enumerable.Repeat((byte)1, 32)]), new HexBytes([4, .. Enumerable.Repeat((byte)2, 64)]), new HexBytes([.. Enumerable.Repeat((byte)3, 32)]));
}
