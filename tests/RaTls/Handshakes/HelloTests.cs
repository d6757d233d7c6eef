using System.Net.Security;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Handshakes;
using Cocoon.RaTls.Roles;
using Cocoon.RaTls.Tests.Harness;

namespace Cocoon.RaTls.Tests.Handshakes;

public sealed class HelloTests
{
    private readonly Market _market = new();

    [Fact]
    public async Task Two_machines_that_accept_each_other_pass_bytes_both_ways()
    {
        using var server = new Machine(_market, ImageRole.Core);
        using var client = new Machine(_market);
        using var wire = await Wire.Open();
        var (called, caller) = await Machine.Link(wire, server, client);
        await using (called)
        await using (caller)
        {
            called.Session.Identity.Role.Should().Be(ImageRole.Provider);
            caller.Session.Identity.Role.Should().Be(ImageRole.Core);
            called.Session.Verdict.AppraisalHash.IsEmpty.Should().BeFalse();
            await caller.Stream.WriteAsync(new byte[] { 1, 2, 3 });
            var there = new byte[3];
            await called.Stream.ReadExactlyAsync(there);
            await called.Stream.WriteAsync(there);
            var back = new byte[3];
            await caller.Stream.ReadExactlyAsync(back);
            back.Should().Equal(1, 2, 3);
            server.Sessions.Sessions.Should().ContainSingle();
        }
        server.Sessions.Sessions.Should().BeEmpty();
    }

    [Fact(DisplayName = "90 A peer that stalls in the TLS handshake is let go when its time is up")]
    public async Task Stall_in_the_handshake()
    {
        using var server = new Machine(_market);
        using var wire = await Wire.Open();
        var waits = _market.Time.WhenSet(server.Options.Value.HandshakeTimeout);
        var accepted = server.Accept(wire);
        await waits;
        accepted.IsCompleted.Should().BeFalse();
        _market.Time.Advance(server.Options.Value.HandshakeTimeout);
        (await Machine.FailureOf(accepted)).Should().Be(AttestationFailure.HandshakeTimeout);
        (await wire.Caller.ReadAsync(new byte[1])).Should().Be(0);
    }

    [Fact(DisplayName = "90b A peer that stalls after the TLS handshake is let go when its time is up")]
    public async Task Stall_after_the_handshake()
    {
        using var server = new Machine(_market);
        using var wire = await Wire.Open();
        var waits = _market.Time.WhenSet(server.Options.Value.AppraisalTimeout);
        var accepted = server.Accept(wire);
        using var certificate = new CertificateSpec(_market).Make();
        await using var raw = new SslStream(wire.Caller);
        await raw.AuthenticateAsClientAsync(RawPeer.Client(certificate));
        await waits;
        _market.Time.Advance(server.Options.Value.AppraisalTimeout);
        (await Machine.FailureOf(accepted)).Should().Be(AttestationFailure.HandshakeTimeout);
    }

    [Theory]
    [InlineData(2, 3, AttestationFailure.HelloMalformed)]
    [InlineData(22, 3, AttestationFailure.HelloMalformed)]
    [InlineData(1, 0, AttestationFailure.HelloMalformed)]
    [InlineData(1, 700 * 1024, AttestationFailure.EvidenceTooLarge)]
    public async Task A_frame_that_is_none_is_refused(byte type, int bytes, AttestationFailure expected)
    {
        using var server = new Machine(_market);
        using var wire = await Wire.Open();
        var accepted = server.Accept(wire);
        using var certificate = new CertificateSpec(_market).Make();
        await using var raw = new SslStream(wire.Caller);
        await raw.AuthenticateAsClientAsync(RawPeer.Client(certificate));
        var header = new byte[] { (byte)(bytes >> 24), (byte)(bytes >> 16), (byte)(bytes >> 8), (byte)bytes, type };
        await raw.WriteAsync((byte[])[.. header, .. new byte[Math.Min(bytes, 10)]]);
        (await Machine.FailureOf(accepted)).Should().Be(expected);
    }

    [Fact]
    public async Task A_caller_whose_verdict_is_known_gets_evidence_and_answer_in_one_write()
    {
        using var server = new Machine(_market);
        using var certificate = new CertificateSpec(_market).Make();
        await Call();
        var (evidence, accepted) = await Call();
        EvidenceFrame.TryDecode(evidence).Should().NotBeNull();
        accepted.Should().NotBeEmpty("it came with the evidence");
        AcceptedFrame.TryDecode(accepted)!.Failure.Should().Be(AttestationFailure.None);
        server.Verifications.Should().Be(1);

        async Task<(byte[] Evidence, byte[] Accepted)> Call()
        {
            using var wire = await Wire.Open();
            var accepting = server.Accept(wire);
            await using var raw = new SslStream(wire.Caller);
            await raw.AuthenticateAsClientAsync(RawPeer.Client(certificate));
            await Frames.Write(raw, Frames.Make(FrameType.Evidence, new EvidenceFrame(default, null).Encode()), default);
            // A read gives one TLS record, which is one write of the other side.
            var record = new byte[1024];
            using var first = new MemoryStream(record, 0, await raw.ReadAsync(record));
            var evidence = await Frames.Read(first, FrameType.Evidence, record.Length, default);
            Stream rest = first.Position < first.Length ? first : raw;
            var accepted = await Frames.Read(rest, FrameType.Accepted, AcceptedFrame.Bytes, default);
            await Frames.Write(raw, Frames.Make(FrameType.Accepted, accepted), default);
            await using var connection = await accepting;
            return (evidence, rest == first ? accepted : []);
        }
    }

    [Fact]
    public async Task A_refused_peer_is_told_the_reason_and_gets_no_data()
    {
        var strict = new Market { Policy = new PolicyDocument { NetworkId = Market.NetworkId, RequireEpoch = false } };
        using var server = new Machine(strict);
        using var client = new Machine(_market);
        using var wire = await Wire.Open();
        var accepted = server.Accept(wire);
        var connected = client.Connect(wire);
        (await Machine.FailureOf(accepted)).Should().Be(AttestationFailure.SimulatedRefused);
        var refused = await FluentActions.Awaiting(() => connected).Should().ThrowAsync<RaTlsException>();
        refused.Which.Failure.Should().Be(AttestationFailure.RefusedByPeer);
        refused.Which.Message.Should().Contain(nameof(AttestationFailure.SimulatedRefused));
        client.Sessions.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task A_peer_of_another_role_or_wallet_is_not_whom_the_connection_is_for()
    {
        using var core = new Machine(_market, ImageRole.Core);
        using var provider = new Machine(_market);
        using var first = await Wire.Open();
        var served = core.Accept(first);
        (await Machine.FailureOf(provider.Connect(first, PeerExpectation.Of(ImageRole.Gateway)))).Should().Be(AttestationFailure.RoleNotAllowed);
        await Machine.FailureOf(served);

        using var second = await Wire.Open();
        served = core.Accept(second);
        var other = AccountAddress.From(0, new byte[32]);
        (await Machine.FailureOf(provider.Connect(second, new PeerExpectation([ImageRole.Core], other)))).Should().Be(AttestationFailure.NotAccepted);
        await Machine.FailureOf(served);
    }

    [Fact]
    public async Task A_core_role_that_is_not_proven_is_refused()
    {
        using var core = new Machine(_market, ImageRole.Core, proof: new Password("right"));
        using var impostor = new Machine(_market, ImageRole.Core, proof: new Password("wrong"));
        using var wire = await Wire.Open();
        var accepted = core.Accept(wire);
        var connected = impostor.Connect(wire);
        (await Machine.FailureOf(accepted)).Should().Be(AttestationFailure.RoleNotAllowed);
        await Machine.FailureOf(connected);

        using var colleague = new Machine(_market, ImageRole.Core, proof: new Password("right"));
        using var again = await Wire.Open();
        var (called, caller) = await Machine.Link(again, core, colleague);
        await called.DisposeAsync();
        await caller.DisposeAsync();
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(8, 8 * 1024)]
    public async Task Evidence_of_GPUs_follows_the_handshake_and_raises_the_verdict(int gpus, int bytes)
    {
        using var server = new Machine(_market);
        using var client = new Machine(_market, maker: new GpuMaker(gpus, bytes));
        using var wire = await Wire.Open();
        var (called, caller) = await Machine.Link(wire, server, client);
        await using (called)
        await using (caller) called.Session.Verdict.Result!.Submodules.Should().HaveCount(1 + gpus);
    }

    [Fact]
    public async Task GPUs_of_another_machine_are_refused()
    {
        using var server = new Machine(_market);
        using var client = new Machine(_market, maker: new GpuMaker(1, 0) { IsBorrowed = true });
        using var wire = await Wire.Open();
        var accepted = server.Accept(wire);
        var connected = client.Connect(wire);
        (await Machine.FailureOf(accepted)).Should().Be(AttestationFailure.GpuNotBound);
        await Machine.FailureOf(connected);
    }

    [Fact]
    public void Frames_that_are_cut_or_changed_are_read_as_nothing_and_never_throw()
    {
        var good = new EvidenceFrame(new byte[] { 1, 2 }, new CertificateSpec(_market).RightEvidence()).Encode();
        for (var i = 0; i < good.Length; i++) EvidenceFrame.TryDecode(good.AsMemory(0, i))?.Bundle.Should().BeNull();
        EvidenceFrame.TryDecode((byte[])[2, 0, 0]).Should().BeNull("of another version");
        AcceptedFrame.TryDecode(new byte[AcceptedFrame.Bytes - 1]).Should().BeNull();
        AcceptedFrame.TryDecode(new byte[AcceptedFrame.Bytes]).Should().BeNull("of another version");
    }

    private sealed class Password(string own) : IRoleProof
    {
        public ReadOnlyMemory<byte> Prove(PeerIdentity self, HexBytes identityKey) => System.Text.Encoding.UTF8.GetBytes(own + identityKey);

        public bool IsProven(PeerIdentity peer, HexBytes identityKey, ReadOnlyMemory<byte> proof) => System.Text.Encoding.UTF8.GetString(proof.Span) == "right" + identityKey;
    }

    private sealed class GpuMaker(int gpus, int bytes) : IEvidenceMaker
    {
        public bool IsBorrowed { get; init; }

        public Task<EvidenceBundle> Make(EvidenceRequest request, CancellationToken cancellationToken = default)
        {
            var binding = new ReportBinding(request.Claims, request.NetworkId, request.Provider);
            var gpuBinding = IsBorrowed ? binding with { NetworkId = 1 } : binding;
            var all = Enumerable.Range(0, gpus).Select(gpu => EchoGpuVerifier.Evidence(gpuBinding, gpu, bytes));
            return Task.FromResult(new EvidenceBundle(request.Claims, 0, default, SimulatedEvidence.Create(binding), [.. all]));
        }
    }
}
