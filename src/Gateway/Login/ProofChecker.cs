using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Wallets;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Login;

/// <summary>Checks that a wallet's owner signed a proof for one of our domains, a moment ago. Thread-safe.</summary>
/// <param name="payloads">What we asked to be signed.</param>
/// <param name="ed25519">Verifies.</param>
/// <param name="options">Has the domains.</param>
/// <param name="time">The time.</param>
/// <param name="chain">Asked for the key of wallets that send no state; none in some gateways.</param>
internal sealed class ProofChecker(LoginPayloads payloads, IEd25519 ed25519, IOptions<GatewayOptions> options, TimeProvider time, ITonClient? chain = null)
{
    /// <summary>How far a wallet's clock may run ahead of ours.</summary>
    private static readonly TimeSpan MaxLead = TimeSpan.FromMinutes(1);

    /// <summary>The proof's hash, by which it is remembered, and until when it has to be.</summary>
    /// <exception cref="ApiException">It is not accepted; the message says why.</exception>
    public async Task<(byte[] Proof, DateTimeOffset Until)> Check(AccountAddress address, PostedLogin login, CancellationToken cancellationToken)
    {
        var proof = login.Proof;
        if (!options.Value.Login.Domains.Contains(proof.Domain.Value, StringComparer.Ordinal) || proof.Domain.LengthBytes != Encoding.UTF8.GetByteCount(proof.Domain.Value))
            throw Refused("It was signed for a domain that does not belong to this market.");
        if (!payloads.IsOurs(proof.Payload, out var until)) throw Refused("Its payload is not one of ours, or has expired. POST /cocoon/v1/login/payload gives a new one.");
        var age = time.GetUtcNow().ToUnixTimeSeconds() - (decimal)proof.Timestamp;
        if (age > (decimal)LoginPayloads.Life.TotalSeconds || age < -(decimal)MaxLead.TotalSeconds) throw Refused("It was not signed just now: check the clock of the device with the wallet.");
        var key = await PublicKey(address, login.StateInit ?? proof.StateInit, cancellationToken);
        if (login.PublicKey is { } claimed && !claimed.Equals(Convert.ToHexStringLower(key), StringComparison.OrdinalIgnoreCase)) throw Refused("The public key is not that of the wallet.");
        var digest = TonProof.Digest(address, proof.Domain.Value, proof.Timestamp, proof.Payload);
        if (Base64(proof.Signature) is not { Length: 64 } signature || !ed25519.Verify(key, digest, signature)) throw Refused("The signature does not fit.");
        // One payload, one key: what was signed twice is the same proof.
        return (SHA256.HashData(Encoding.UTF8.GetBytes(proof.Payload)), until);
    }

    private async Task<byte[]> PublicKey(AccountAddress address, string? stateInit, CancellationToken cancellationToken)
    {
        if (stateInit is not null)
            return Base64(stateInit) is { } boc && KnownWallets.PublicKey(boc, address) is { } key ? key : throw Refused("The state is not that of a wallet V3R1, V3R2, V4R2 or V5R1 at this address.");
        if (chain is null) throw Refused("Send the wallet's state_init: this gateway cannot ask the chain.");
        try
        {
            var answer = await chain.RunGetMethodAsync(address, "get_public_key", cancellationToken);
            if (answer is { IsSuccess: true, Stack: [StackItem.Number { Value: { Sign: > 0 } value }, ..] } && value.GetByteCount(isUnsigned: true) <= 32)
            {
                var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
                return [.. new byte[32 - bytes.Length], .. bytes];
            }
        }
        catch (TonClientException)
        {
            throw new ApiException(503, ErrorTypes.Unavailable, "chain_unavailable", "The chain does not answer. Send the wallet's state_init, or try again.", retryAfter: TimeSpan.FromSeconds(5));
        }
        throw Refused("There is no wallet at this address yet. Send its state_init.");
    }

    private static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }

    private static ApiException Refused(string why) => new(401, ErrorTypes.InvalidRequest, "proof_refused", $"The wallet's proof is not accepted. {why}");
}
