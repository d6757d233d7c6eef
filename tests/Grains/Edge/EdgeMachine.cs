using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Open;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Providers;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Edge;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Tests.Audits;
using Cocoon.Inference;
using Cocoon.Sealing;
using Cocoon.Silo.Edge;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Providers;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Wallets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.Grains.Tests.Edge;

/// <summary>A machine outside of the cluster, without a TEE if nothing else is said. It runs by itself once started, or a test speaks in its place.</summary>
internal sealed class EdgeMachine : IAsyncDisposable
{
    private readonly IGrainFactory _grains;
    private readonly IEvidenceMaker _evidence;
    private readonly ProviderAgent _agent;
    private readonly EdgeWorker _worker;
    private bool _isStarted;

    /// <param name="host">The market.</param>
    /// <param name="number">Makes keys and wallet.</param>
    /// <param name="served">What it serves in place of <see cref="Engine"/>, under the market's name for it.</param>
    /// <param name="rules">The market's, where they are not those of every test.</param>
    /// <param name="hasTee">Whether it shows the evidence that the silos of these tests show.</param>
    public EdgeMachine(GrainHost host, byte number, IInferenceEngine? served = null, MarketParameters? rules = null, bool hasTee = false)
    {
        _grains = host.Grains;
        var key = new SigningKey(Enumerable.Repeat(number, 32).ToArray(), Ed25519.Default);
        Wallet = new WalletV5R1(key.PublicKey.Span, GrainHost.Network).Address;
        Engine = new FakeEngine(GrainHost.Model, GrainHost.Bytes(4).ToString());
        Enclave = new Enclave(Wallet, new SigningKey(Enumerable.Repeat((byte)(number + 100), 32).ToArray(), Ed25519.Default), SealingKeyPair.Create(new SystemEntropy()), GrainHost.Bytes(9), Ed25519.Default, [served ?? Engine]);
        _evidence = hasTee ? new SimulatedEvidenceMaker() : new OpenEvidenceMaker(Wallet, key, GrainHost.Network, new NoEpochs(), Ed25519.Default);
        var options = new ProviderRoleOptions { Wallet = Wallet, ModelFolders = [], Prices = GrainHost.Prices, Slots = 16 };
        var (time, entropy) = (TimeProvider.System, new SystemEntropy());
        rules ??= GrainHost.Rules;
        var seat = new EdgeSeat(_grains, options, time);
        _agent = new ProviderAgent(_grains, Enclave, _evidence, options, rules, time, NullLogger<ProviderAgent>.Instance, seat);
        var runner = new AnswerRunner(Enclave, _evidence, rules, entropy, time, NullLogger.Instance);
        var answers = new EdgeAnswers(seat, runner, new EnclaveAudits(Enclave, Machine.Verifier, GrainHost.Network, entropy, time), time, NullLogger<EdgeAnswers>.Instance);
        _worker = new EdgeWorker(seat, answers, _agent, Enclave, _evidence, rules, entropy, time, NullLogger<EdgeWorker>.Instance);
    }

    public AccountAddress Wallet { get; }

    public FakeEngine Engine { get; }

    public Enclave Enclave { get; }

    public IEdgeGrain Grain => _grains.Edge(Wallet);

    /// <summary>Runs the product's own agents until disposed of, and waits for the offer.</summary>
    public async Task Start()
    {
        _isStarted = true;
        await _agent.StartAsync(default);
        await _worker.StartAsync(default);
        await GrainHost.Eventually(IsOnMarket);
    }

    public async Task<bool> IsOnMarket() => (await _grains.Market(GrainHost.Model).Snapshot()).Any(offer => offer.Provider == Wallet);

    /// <summary>Evidence for a challenge; for none if it is empty.</summary>
    public async Task<byte[]> Evidence(byte[] nonce) => (await _evidence.Make(new EvidenceRequest(Enclave.Claims, GrainHost.Network, Wallet, new HexBytes(nonce)))).Encode();

    /// <summary>Connects and joins the market by hand; from then on the test speaks for the machine.</summary>
    public async Task<byte[]> Connect(HexBytes? weights = null)
    {
        var connection = await Grain.Connect(await Evidence(await Grain.Challenge()));
        await Grain.Register(connection, await Evidence([]), [new Offer(GrainHost.Model, weights ?? GrainHost.Bytes(4), "fake", 1_000, GrainHost.Prices, 16, "local")]);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isStarted)
        {
            await _agent.StopAsync(default);
            await _worker.StopAsync(default);
            await GrainHost.Eventually(async () => !await IsOnMarket());
        }
        _agent.Dispose();
        _worker.Dispose();
        await Enclave.DisposeAsync();
    }
}
