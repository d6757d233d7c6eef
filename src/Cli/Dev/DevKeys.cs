using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cocoon.Core.Crypto;
using Cocoon.Ton.Crypto;

namespace Cocoon.Cli.Dev;

/// <summary>The keys of a development network, made once and kept in its state folder, readable by their owner only.</summary>
internal sealed class DevKeys : IDisposable
{
    private static readonly string[] Names = ["operator", "market", "client", "voucher", "provider", "api"];

    private readonly Dictionary<string, string> _seeds;

    private DevKeys(Dictionary<string, string> seeds)
    {
        _seeds = seeds;
        Operator = Key("operator");
        Market = Key("market");
        Client = Key("client");
        Voucher = Key("voucher");
        Provider = Key("provider");
        Edge = new SigningKey(Derived("edge"), Ed25519.Default);
    }

    /// <summary>Owns the market's wallet and signs the vault's batches.</summary>
    public SigningKey Operator { get; }

    /// <summary>Countersigns receipts.</summary>
    public SigningKey Market { get; }

    /// <summary>Owns the demo client's wallet.</summary>
    public SigningKey Client { get; }

    /// <summary>Signs the demo client's vouchers.</summary>
    public SigningKey Voucher { get; }

    /// <summary>Owns the provider's wallet.</summary>
    public SigningKey Provider { get; }

    /// <summary>Owns the wallet of the machine that dials out, and signs for that machine. Derived, so that key files of before have it too.</summary>
    public SigningKey Edge { get; }

    public byte[] VoucherSeed => Convert.FromHexString(_seeds["voucher"]);

    /// <summary>Entropy of the demo client's API key, kept so that the key survives restarts.</summary>
    public byte[] ApiSecret => Convert.FromHexString(_seeds["api"]);

    /// <summary>Opens the gateway's admin pages. Derived, so that key files of before have it too.</summary>
    public string AdminKey => Convert.ToHexStringLower(Derived("admin"));

    /// <summary>The keys of a network that exists.</summary>
    public static DevKeys Load(string folder) => File.Exists(PathIn(folder)) ? Read(PathIn(folder)) : throw new CliException($"There is no development network in '{folder}'. Start one with ./cocoon dev.");

    public static DevKeys LoadOrCreate(string folder, IEntropy entropy)
    {
        if (!File.Exists(PathIn(folder))) Create(PathIn(folder), entropy);
        return Read(PathIn(folder));
    }

    private static string PathIn(string folder) => Path.Combine(folder, "keys.json");

    private static DevKeys Read(string path)
    {
        try
        {
            var seeds = JsonSerializer.Deserialize<Dictionary<string, string?>>(File.ReadAllBytes(path));
            if (seeds is not null && Names.All(name => HexBytes.TryParse(seeds.GetValueOrDefault(name), out var seed) && seed.Length == SigningKey.SeedBytes))
                return new DevKeys(Names.ToDictionary(name => name, name => seeds[name]!));
        }
        catch (JsonException)
        {
            // Explained below, together with a file that lacks keys.
        }
        throw new CliException($"The key file '{path}' is damaged. Restore it from a copy, or start a new network with --fresh.");
    }

    public void Dispose()
    {
        foreach (var key in (SigningKey[])[Operator, Market, Client, Voucher, Provider, Edge]) key.Dispose();
    }

    private static void Create(string path, IEntropy entropy)
    {
        var seeds = Names.ToDictionary(name => name, _ =>
        {
            var seed = new byte[SigningKey.SeedBytes];
            entropy.Fill(seed);
            return Convert.ToHexStringLower(seed);
        });
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Whole or not at all: a crash half way must not leave a key file that locks people out.
        var draft = path + ".new";
        File.Delete(draft);
        using (var stream = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(stream, seeds);
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, path);
    }

    private byte[] Derived(string name) => SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {_seeds["operator"]}"));

    private SigningKey Key(string name) => new(Convert.FromHexString(_seeds[name]), Ed25519.Default);
}
