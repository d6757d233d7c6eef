using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Client;

/// <summary>Settings of <see cref="ICocoonClient"/>. Not to be changed once a client has them.</summary>
public sealed class CocoonClientOptions
{
    /// <summary>The gateway, such as http://127.0.0.1:8080. Required, unless another transport is used.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Key of the paying account. Required for a gateway.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>The channel that pays. Required.</summary>
    public AccountAddress Channel { get; set; }

    /// <summary>The channel's 32-byte Ed25519 seed; signs vouchers and never leaves this process. Required.</summary>
    public byte[] VoucherSeed { get; set; } = [];

    /// <summary>Global id of the TON network to pay on; a gateway of another one is refused. Required; -239 is mainnet, -3 testnet, -217 a local chain.</summary>
    public int NetworkId { get; set; }

    /// <summary>The market's public key, when it is known from a trusted place; else the gateway's word is taken. Default: none.</summary>
    public HexBytes? MarketKey { get; set; }

    /// <summary>
    /// Which machines may read a prompt. Default: machines with simulated evidence on development networks, and none on
    /// mainnet.
    /// </summary>
    public PolicyDocument? Policy { get; set; }

    /// <summary>
    /// Whether each request challenges the machine for evidence made now, instead of taking what it showed the market within
    /// the hour. Costs milliseconds to seconds a request. Default: no.
    /// </summary>
    public bool Challenge { get; set; }

    /// <summary>Most that one request may cost; a dearer receipt is not paid. Default: no limit.</summary>
    public Nano? MaxCharge { get; set; }

    /// <summary>
    /// Most tokens that may have been delivered beyond those that arrived when an answer was left early; a receipt that
    /// counts more is not paid. 0 or more. Default: 256, about what buffers on the way hold.
    /// </summary>
    public int UnseenTokens { get; set; } = 256;

    /// <summary>
    /// Where the channel's voucher state is kept, when <see cref="VoucherStore"/> is not set. It has to outlive the process:
    /// what is lost with it can only be restored from what the market shows. Default: <see cref="FileVoucherStore.DefaultFolder"/>.
    /// </summary>
    public string? VoucherFolder { get; set; }

    /// <summary>Keeps the channel's voucher state. Default: a <see cref="FileVoucherStore"/> in <see cref="VoucherFolder"/>.</summary>
    public IVoucherStore? VoucherStore { get; set; }

    internal IVoucherJournal OpenJournal() => (VoucherStore ?? new FileVoucherStore(VoucherFolder ?? FileVoucherStore.DefaultFolder)).Open(Channel);

    /// <exception cref="ArgumentException">A setting is missing or wrong; the message names all that are.</exception>
    internal CocoonClientOptions Check(bool needsEndpoint)
    {
        var failures = CocoonClientOptionsValidator.Failures(this, needsEndpoint).ToList();
        return failures.Count == 0 ? this : throw new ArgumentException(string.Join(" ", failures));
    }
}
