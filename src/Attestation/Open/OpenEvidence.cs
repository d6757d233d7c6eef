using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Wallets;

namespace Cocoon.Attestation.Open;

/// <summary>
/// What a machine without a TEE shows: the key of the wallet it works for signs the report data that hardware would sign. It
/// binds the machine's keys to whoever is paid, and says nothing about the machine. Format: "cocoon.open-evidence.v1\n",
/// signature (64 bytes) over that line and the report data, state init of the wallet (bag of cells).
/// </summary>
public static class OpenEvidence
{
    private const int SignatureBytes = 64;
    private const int MaxBytes = 4096;

    private static ReadOnlySpan<byte> Header => "cocoon.open-evidence.v1\n"u8;

    /// <param name="binding">What it is bound to.</param>
    /// <param name="wallet">What the wallet was, or will be, deployed with.</param>
    /// <param name="key">The wallet's key.</param>
    /// <param name="ed25519">Signs.</param>
    public static MachineEvidence Create(ReportBinding binding, StateInit wallet, SigningKey key, IEd25519 ed25519) =>
        new(EvidenceKind.Open, (byte[])[.. Header, .. ed25519.Sign(key, Statement(binding.ReportData())), .. Boc.Write(wallet.ToCell())]);

    /// <summary>Whether it has the form of open evidence.</summary>
    internal static bool IsWellFormed(ReadOnlySpan<byte> raw) => raw.Length > Header.Length + SignatureBytes && raw.Length <= MaxBytes && raw.StartsWith(Header);

    /// <summary>Whether the key of this wallet signed it for this report data. False for anything else; never throws.</summary>
    internal static bool IsSigned(ReadOnlySpan<byte> raw, AccountAddress wallet, ReadOnlySpan<byte> reportData, IEd25519 ed25519)
    {
        var signature = raw[Header.Length..][..SignatureBytes];
        return KnownWallets.PublicKey(raw[(Header.Length + SignatureBytes)..], wallet) is { } key && ed25519.Verify(key, Statement(reportData), signature);
    }

    /// <summary>Longer than the 32 bytes of hash that wallets sign, so that it can never be a transfer.</summary>
    private static byte[] Statement(ReadOnlySpan<byte> reportData) => [.. Header, .. reportData];
}
