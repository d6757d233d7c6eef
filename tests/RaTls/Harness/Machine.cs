using System.Net.Security;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Identity;
using Cocoon.RaTls.Limits;
using Cocoon.RaTls.Roles;
using Cocoon.RaTls.Sessions;
using Cocoon.RaTls.Verdicts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cocoon.RaTls.Tests.Harness;

/// <summary>One machine with its own key, evidence, cache and sessions.</summary>
internal sealed class Machine : IDisposable
{
    public static readonly AccountAddress Wallet = AccountAddress.From(0, [.. Enumerable.Repeat((byte)7, 32)]);

    public static readonly PeerExpectation Anybody = PeerExpectation.Of(ImageRole.Core, ImageRole.Provider, ImageRole.Gateway);

    public Machine(
        Market market, ImageRole role = ImageRole.Provider, Action<RaTlsOptions>? configure = null, IEvidenceMaker? maker = null,
        IRoleProof? proof = null, TimeProvider? time = null)
    {
        var options = new RaTlsOptions();
        configure?.Invoke(options);
        Options = Microsoft.Extensions.Options.Options.Create(options);
        Identity = new AttestedIdentity(
            maker ?? new SimulatedEvidenceMaker(), new RaTlsIdentityOptions { NetworkId = Market.NetworkId, Identity = new PeerIdentity(role, Wallet) },
            time ?? market.Time, NullLogger<AttestedIdentity>.Instance);
        var roles = new RoleVerifiers(market, market, policy => new CountingVerifier(new MachineVerifier(new MachineAppraiser(market.Verifiers), market, policy, market), this));
        Verdicts = new VerdictCache(roles, Options, market.Time);
        Gate = new ConnectionGate(Options);
        Endpoint = new RaTlsEndpoint(Identity, Verdicts, proof ?? new EvidenceAloneProves(), Sessions, Gate, Options, time ?? market.Time);
        Watch = new SessionWatch(Sessions, Verdicts, Options, market.Time, NullLogger<SessionWatch>.Instance);
    }

    public IOptions<RaTlsOptions> Options { get; }

    public AttestedIdentity Identity { get; }

    public VerdictCache Verdicts { get; }

    public SessionRegistry Sessions { get; } = new();

    public ConnectionGate Gate { get; }

    public RaTlsEndpoint Endpoint { get; }

    public SessionWatch Watch { get; }

    /// <summary>Full verifications made.</summary>
    public int Verifications => Volatile.Read(ref _verifications);

    private int _verifications;

    public Task<RaTlsConnection> Accept(Wire wire, PeerExpectation? expected = null, CancellationToken cancellationToken = default) =>
        Endpoint.Accept(RaTlsTransport.Of(wire.Called, wire.CalledFrom), expected ?? Anybody, cancellationToken);

    public Task<RaTlsConnection> Connect(Wire wire, PeerExpectation? expected = null, CancellationToken cancellationToken = default) =>
        Endpoint.Connect(RaTlsTransport.Of(wire.Caller, wire.Caller.Socket.RemoteEndPoint), expected ?? Anybody, cancellationToken);

    /// <summary>Both ends of a connection between two machines.</summary>
    public static async Task<(RaTlsConnection Server, RaTlsConnection Client)> Link(Wire wire, Machine server, Machine client)
    {
        var accepted = server.Accept(wire);
        var connected = client.Connect(wire);
        await Task.WhenAll(accepted, connected).WaitAsync(TimeSpan.FromSeconds(60));
        return (await accepted, await connected);
    }

    /// <summary>The reason why a connection did not come about.</summary>
    public static async Task<AttestationFailure> FailureOf(Task<RaTlsConnection> attempt)
    {
        var refused = await FluentActions.Awaiting(() => attempt.WaitAsync(TimeSpan.FromSeconds(60))).Should().ThrowAsync<RaTlsException>();
        return refused.Which.Failure;
    }

    /// <summary>What this machine says about a raw peer that calls with that certificate.</summary>
    public async Task<AttestationFailure> FailureFor(SslClientAuthenticationOptions caller)
    {
        using var wire = await Wire.Open();
        var accepted = Accept(wire);
        await using var raw = new SslStream(wire.Caller);
        await RawPeer.TryConnect(raw, caller);
        return await FailureOf(accepted);
    }

    public void Dispose()
    {
        Watch.Dispose();
        Identity.Dispose();
        Gate.Dispose();
    }

    private sealed class CountingVerifier(IMachineVerifier inner, Machine machine) : IMachineVerifier
    {
        public Task<AppraisalResult> Appraise(EvidenceBundle bundle, BindingExpectation expected, DateTimeOffset at, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref machine._verifications);
            return inner.Appraise(bundle, expected, at, cancellationToken);
        }
    }
}
