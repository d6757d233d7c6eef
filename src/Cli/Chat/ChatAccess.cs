using Cocoon.Client;
using Cocoon.Core.Accounts;

namespace Cocoon.Cli.Chat;

/// <summary>Which gateway, and with which keys: with a voucher seed sealed and paid from here, without one by API key alone.</summary>
internal sealed record ChatAccess(Uri Endpoint, string ApiKey)
{
    public AccountAddress Channel { get; init; }

    public byte[]? VoucherSeed { get; init; }

    public int NetworkId { get; init; }

    /// <summary>Where the client library keeps what it has signed; null for its own place.</summary>
    public string? VoucherFolder { get; init; }

    public GatewayHttp Http() => new(Endpoint, ApiKey, VoucherSeed is null ? null : Channel);

    public IAnswerer Answerer() => VoucherSeed is not { } seed
        ? new KeyAnswerer(Http())
        : new SealedAnswerer(new CocoonClientOptions { Endpoint = Endpoint, ApiKey = ApiKey, Channel = Channel, VoucherSeed = seed, NetworkId = NetworkId, VoucherFolder = VoucherFolder });

    /// <summary>Keys stay out of texts.</summary>
    public override string ToString() => $"{Endpoint}{(VoucherSeed is null ? "" : " sealed")}";
}
