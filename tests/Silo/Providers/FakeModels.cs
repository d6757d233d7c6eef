using System.Runtime.CompilerServices;
using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Tests;
using Cocoon.Inference;
using Cocoon.Sealing;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Providers;
using Cocoon.Silo.Providers.Models;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.Silo.Tests.Providers;

/// <summary>A machine whose models are folders of as many bytes as their entries say, without a market around it.</summary>
internal sealed class FakeModels : IEngineOpener, IWantedModels, IAsyncDisposable
{
    public static readonly HexBytes Weights = GrainHost.Bytes(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("cocoon-models-").FullName;
    private readonly ProviderRoleOptions _options;

    public FakeModels(long memory, bool unloadIdle = false)
    {
        _options = new ProviderRoleOptions { Wallet = GrainHost.Address(3), ModelFolders = [], Prices = new PriceList(default, default, default, default), MemoryBytes = memory, UnloadIdle = unloadIdle, ProfileSeconds = 0.2 };
        var rules = GrainHost.Rules with { Models = GrainHost.Rules.Models.Add("a", Weights).Add("b", Weights).Add("stranger", GrainHost.Bytes(9)) };
        Loader = new ModelLoader([this], _options, rules);
        Enclave = new Enclave(_options.Wallet, new SigningKey(new byte[32], Ed25519.Default), SealingKeyPair.Create(new SystemEntropy()), default, Ed25519.Default, []);
        Agent = new ProviderAgent(null!, Enclave, null!, _options, rules, TimeProvider.System, NullLogger<ProviderAgent>.Instance);
        Keeper = new ModelKeeper(Enclave, Loader, Agent, _options, TimeProvider.System, Log, this);
    }

    public string Name => "cpu";

    public ModelLoader Loader { get; }

    public Enclave Enclave { get; }

    public ProviderAgent Agent { get; }

    public ModelKeeper Keeper { get; }

    public ListLog<ModelKeeper> Log { get; } = new();

    public IReadOnlyList<ModelEntry> Wanted { get; set; } = [];

    /// <summary>Whether engines answer.</summary>
    public bool IsDown { get; set; }

    public List<string> Disposed { get; } = [];

    public IEnumerable<string> Offered => Enclave.Models.Where(static model => model.IsOffered).Select(static model => model.Id);

    public IReadOnlyList<ModelEntry> Read() => Wanted;

    /// <summary>Changes what is wanted and waits until it was done.</summary>
    public Task Want(params ModelEntry[] entries)
    {
        Wanted = entries;
        return Keeper.Follow(default);
    }

    public ModelEntry Entry(string name, long bytes) =>
        new(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName, "cpu", 4, MemoryBytes: bytes);

    public ModelFacts Look(ModelEntry entry) => new(1, IsToy: false);

    public IInferenceEngine Open(ModelEntry entry) => new Engine(entry.Name, this);

    public async ValueTask DisposeAsync()
    {
        Agent.Dispose();
        Keeper.Dispose();
        await Enclave.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Engine(string name, FakeModels models) : IInferenceEngine
    {
        public EngineDescriptor Descriptor { get; } = new(name, Weights.ToString(), "fake", 1_000, 8, "fake", "1");

        public EngineLoad Load => default;

        public int CountPromptTokens(ChatPrompt prompt) => 1;

        public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            if (models.IsDown) throw new HttpRequestException("down");
            for (var i = 0; i < request.MaxTokens; i++)
            {
                await Task.Yield();
                yield return new TokenEvent(i, "t ");
            }
            yield return new TokenEvent(null, "", null, FinishReason.Length, new TokenUsage(1, 0, request.MaxTokens, 0));
        }

        public ValueTask DisposeAsync()
        {
            models.Disposed.Add(name);
            return default;
        }
    }
}
