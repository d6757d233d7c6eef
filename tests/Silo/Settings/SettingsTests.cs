using System.Text.Json.Nodes;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Grains.Tests;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Settings;

namespace Cocoon.Silo.Tests.Settings;

public sealed class SettingsTests : IDisposable
{
    private readonly SettingsFolder _settings = new();

    public void Dispose() => _settings.Dispose();

    [Fact]
    public void Good_settings_are_read_and_the_rest_has_defaults()
    {
        var read = _settings.Set("Silo:DrainSeconds", 5).Set("Gateway", new JsonObject { ["MaxRequests"] = 7 }).Read();

        (read.Silo.DrainSeconds, read.Silo.Role, read.Cluster.SiloPort, read.Provider).Should().Be((5, SiloRole.Core, 11111, null));
        (read.Gateway!.MaxRequests, read.Gateway.Listen).Should().Be((7, "http://127.0.0.1:8080"));
    }

    [Fact]
    public void The_environment_wins_over_the_file() =>
        _settings.Set("Silo:DrainSeconds", 5).Read(environment: ("Cocoon:Silo:DrainSeconds", "6")).Silo.DrainSeconds.Should().Be(6);

    [Theory]
    [InlineData("Silo:DrainSecond", "1", "Cocoon:Silo:DrainSecond is unknown. Did you mean DrainSeconds?")]
    [InlineData("Gatway:Listen", "1", "Cocoon:Gatway is unknown. Did you mean Gateway?")]
    [InlineData("Silo:Colour", "1", "Cocoon:Silo:Colour is unknown. There are Role, DrainSeconds, ResponseTimeoutSeconds, MaxQueuedRequests, LoadShedding, CollectionMinutes.")]
    [InlineData("Silo:DrainSeconds", "soon", "Cocoon:Silo:DrainSeconds is 'soon'; it takes a whole number.")]
    [InlineData("Silo:Role", "Gateway", "Cocoon:Silo:Role is 'Gateway'; it takes Core or Provider or Edge.")]
    [InlineData("Trust:RaTls", "perhaps", "Cocoon:Trust:RaTls is 'perhaps'; it takes true or false.")]
    [InlineData("Provider", "me", "Cocoon:Provider is 'me'; it takes a section with Wallet, ModelFolders, Models, ModelStore, MemoryBytes, UnloadIdle, AllowToyModels, ProfileSeconds, Upstreams, AuditsOnly, Prices, Slots, Region.")]
    public void What_cannot_be_read_is_named(string option, string value, string problem) => _settings.Set(option, value).Problems().Should().Equal(problem);

    [Fact]
    public void Lower_prices_of_a_model_are_lower_for_each_kind_of_token()
    {
        JsonObject Asks(double prompt, double completion) => new() { ["Prompt"] = prompt, ["Completion"] = completion };
        var model = new JsonObject { ["Path"] = AppContext.BaseDirectory, ["BatchPrices"] = Asks(0.5, 1.1), ["Floor"] = Asks(0.5, -1) };

        _settings.Set("Provider", new JsonObject { ["Wallet"] = SettingsFolder.Address(2), ["Prices"] = Asks(1, 1), ["Models"] = new JsonArray(model) }).Problems()
            .Should().BeEquivalentTo("Cocoon:Provider:Models:0:BatchPrices is above the model's prices. Lower it, for each kind of token.", "Cocoon:Provider:Models:0:Floor:Completion is -1; it takes TON from 0 with at most nine decimals.");
    }

    [Theory]
    [InlineData("Cluster:Id", "a b", "Cocoon:Cluster:Id is 'a b'*")]
    [InlineData("Cluster:Address", "core.example", "Cocoon:Cluster:Address is 'core.example'; it takes the IP address*")]
    [InlineData("Cluster:Address", "0.0.0.0", "*which nobody can connect to*")]
    [InlineData("Cluster:SiloPort", 30000, "Cocoon:Cluster:SiloPort and GatewayPort are both 30000*")]
    [InlineData("Cluster:ProbeSeconds", 0, "Cocoon:Cluster:ProbeSeconds is 0; it takes 1 to 60.")]
    [InlineData("Cluster:SiloPort", 70000, "Cocoon:Cluster:SiloPort is 70,000; it takes 1 to 65,535.")]
    [InlineData("Database:Host", "db", "Cocoon:Database names both Host and Path*")]
    [InlineData("Database:Path", null, "Cocoon:Database names neither Host (PostgreSQL) nor Path*")]
    [InlineData("Database:Path", "/nowhere/at/all/market.db", "Cocoon:Database:Path: there is no folder '/nowhere/at/all'*")]
    [InlineData("Chain:Endpoint", "http://127.0.0.1/", "*must end in /api/v2/.")]
    [InlineData("Chain:Endpoint", "ftp://127.0.0.1/api/v2/", "*starts with http:// or https://.")]
    [InlineData("Chain:Registry", "EQabc", "Cocoon:Chain:Registry is 'EQabc'; it takes the registry contract's address in raw form*")]
    [InlineData("Market:Models", null, "Cocoon:Market:Models is empty*")]
    [InlineData("Market:LeastTier", "best", "Cocoon:Market:LeastTier is 'best'; it takes cc-gpu, cpu-tee, open or simulated.")]
    [InlineData("Market:MaxUnclaimedTon", 0, "Cocoon:Market:MaxUnclaimedTon is 0; it takes TON above 0*")]
    [InlineData("Keys", null, "Cocoon:Keys is missing*")]
    [InlineData("Silo:DrainSeconds", 601, "Cocoon:Silo:DrainSeconds is 601 s; it takes 0 to 600.")]
    [InlineData("Silo:MaxQueuedRequests", 0, "Cocoon:Silo:MaxQueuedRequests is 0*")]
    [InlineData("Silo:LoadShedding:Cpu", 101, "Cocoon:Silo:LoadShedding:Cpu is 101 %*")]
    [InlineData("Silo:CollectionMinutes:Jobs", 1, "Cocoon:Silo:CollectionMinutes:Jobs is 1 minutes; it takes 2 to 10,080.")]
    [InlineData("Trust:PolicyPath", "/nowhere.json", "Cocoon:Trust:PolicyPath: there is no file*")]
    [InlineData("Trust:AskVendors", false, "Cocoon:Trust:AskVendors is false and CollateralFolder is not set*")]
    [InlineData("Gateway:Listen", "https://0.0.0.0:1/x", "Cocoon:Gateway:Listen is 'https://0.0.0.0:1/x'; it takes http://ADDRESS:PORT*")]
    [InlineData("Gateway:Http:SlowGraceSeconds", 1, "Cocoon:Gateway:Http:SlowGraceSeconds is 1 s; it takes 2 to 300.")]
    [InlineData("Gateway:MaxCompletionTokens", 100, "Cocoon:Gateway:MaxCompletionTokens is 100; it takes 256 to*")]
    [InlineData("Gateway:LoginSecretFile", "/nowhere.key", "Cocoon:Gateway:LoginSecretFile: there is no file*")]
    [InlineData("Gateway:AdminKeyHash", "abc", "Cocoon:Gateway:AdminKeyHash takes a SHA-256*")]
    [InlineData("Operations:Listen", "here", "Cocoon:Operations:Listen is 'here'*")]
    [InlineData("Telemetry:TraceShare", 2, "Cocoon:Telemetry:TraceShare is 2; it takes 0 to 1*")]
    [InlineData("Telemetry:OtlpEndpoint", "collector:4317", "Cocoon:Telemetry:OtlpEndpoint is 'collector:4317'*")]
    public void What_cannot_be_used_is_named(string option, object? value, string problem) =>
        _settings.Set(option, JsonValue.Create(value)).Problems().Should().ContainSingle().Which.Should().Match(problem);

    [Fact]
    public void All_problems_are_told_at_once() => _settings
        .Set("Provider", new JsonObject { ["Wallet"] = "0:1", ["Prices"] = new JsonObject { ["Completion"] = -1 }, ["Slots"] = 0 })
        .Set("Operations:Operators", new JsonArray(new JsonObject { ["Name"] = "a b" }))
        .Set("Gateway:VoucherKeeper", new JsonObject { ["Channel"] = SettingsFolder.Address(2) })
        .Problems().Select(problem => problem.Split(' ')[0].TrimEnd(':')).Should().BeEquivalentTo(
            "Cocoon:Provider:Wallet", "Cocoon:Provider:ModelFolders", "Cocoon:Provider:Prices:Prompt", "Cocoon:Provider:Prices:Completion", "Cocoon:Provider:Slots",
            "Cocoon:Operations:Operators:0:Name", "Cocoon:Operations:Operators:0:KeyHash", "Cocoon:Gateway:VoucherKeeper:KeyFile", "Cocoon:Gateway:VoucherKeeper:DailyLimit");

    [Fact]
    public void A_server_behind_the_provider_is_described_in_full()
    {
        _settings.Set("Provider", new JsonObject { ["Wallet"] = SettingsFolder.Address(2), ["Prices"] = new JsonObject { ["Prompt"] = 1, ["Completion"] = 1 } });
        _settings.Set("Provider:Upstreams", new JsonArray(new JsonObject { ["Endpoint"] = "127.0.0.1:8000", ["ApiKeyFile"] = "/nowhere/at/all", ["WeightHash"] = "12", ["Slots"] = 0, ["TokenizerFolder"] = "/nowhere" }))
            .Problems().Select(problem => problem.Split(' ')[0].TrimEnd(':')).Should().BeEquivalentTo(
                new[] { "Endpoint", "ApiKeyFile", "Model", "WeightHash", "ContextLength", "Slots", "TokenizerFolder" }.Select(name => "Cocoon:Provider:Upstreams:0:" + name));
        _settings.Set("Provider:Upstreams", new JsonArray(new JsonObject { ["Endpoint"] = "http://127.0.0.1:8000/v1", ["Model"] = "m", ["WeightHash"] = new string('A', 64), ["ContextLength"] = 100 }))
            .Read().Provider!.Upstreams.Single().Slots.Should().Be(64);
    }

    [Fact]
    public void A_program_holds_no_more_secrets_than_its_role_needs()
    {
        _settings.Set("Gateway", new JsonObject { ["MaxRequests"] = 7 });
        _settings.Problems(ProcessKind.Gateway).Should().HaveCount(2).And.Contain(problem => problem.StartsWith("Cocoon:Keys is set.")).And.Contain(problem => problem.StartsWith("Cocoon:Database:Path is a file"));
        _settings.Set("Silo:Role", "Provider").Problems().Should().Contain(problem => problem.StartsWith("Cocoon:Keys is set.")).And.Contain(problem => problem.StartsWith("Cocoon:Gateway is set."));
    }

    [Fact]
    public void A_machine_that_dials_out_says_where_to_and_what_it_sells()
    {
        _settings.Set("Silo:Role", "Edge").Problems().Should().Contain(problem => problem.StartsWith("Cocoon:Provider or Cocoon:Edge is missing"));
        _settings.Set("Edge", new JsonObject { ["Gateways"] = new JsonArray("core.example:30000", "203.0.113.7") }).Problems().Should()
            .Contain("Cocoon:Edge:Gateways has 'core.example:30000'; it takes IP:PORT, such as 203.0.113.7:30000.")
            .And.Contain("Cocoon:Edge:Gateways has '203.0.113.7'; it takes IP:PORT, such as 203.0.113.7:30000.")
            .And.Contain(problem => problem.StartsWith("Cocoon:Edge is set without Cocoon:Provider"));
        _settings.Set("Silo:Role", "Provider").Problems().Should().Contain(problem => problem.StartsWith("Cocoon:Edge is set, and the role is Provider"));
    }

    [Fact]
    public void A_machine_that_runs_audits_only_needs_no_prices_and_is_a_silo()
    {
        _settings.Set("Provider", new JsonObject { ["Wallet"] = SettingsFolder.Address(2), ["AuditsOnly"] = true, ["ModelFolders"] = new JsonArray(AppContext.BaseDirectory) });

        var options = HostSettings.ToSilo(_settings.Read(), GrainHost.Rules);

        options.Provider!.AuditsOnly.Should().BeTrue();
        options.Provider.Prices.Should().Be(new PriceList(Nano.Zero, Nano.Zero, Nano.Zero, Nano.Zero));
        _settings.Set("Edge:Gateways", new JsonArray("203.0.113.7:30000")).Problems().Should().ContainSingle().Which.Should().StartWith("Cocoon:Provider:AuditsOnly is set with Cocoon:Edge.");
    }

    [Fact]
    public void The_markets_own_auditors_are_wallets_each_named_once()
    {
        var (wallet, file) = (SettingsFolder.Address(2), _settings.Set("Audits:Auditors", new JsonArray(SettingsFolder.Address(2), SettingsFolder.Address(3))));
        HostSettings.ToSilo(file.Read(), GrainHost.Rules).Auditors.Select(static auditor => auditor.Raw).Should().Equal(wallet, SettingsFolder.Address(3));

        file.Set("Audits:Auditors", new JsonArray(wallet, wallet, "EQabc")).Problems().Should().HaveCount(2)
            .And.Contain(problem => problem.StartsWith("Cocoon:Audits:Auditors:2 is 'EQabc'")).And.Contain(problem => problem.StartsWith("Cocoon:Audits:Auditors names a wallet twice."));
        file.Set("Audits:Auditors", new JsonArray([.. Enumerable.Range(1, 17).Select(static number => (JsonNode)SettingsFolder.Address(number))])).Problems()
            .Should().Equal("Cocoon:Audits:Auditors has 17 entries; it takes at most 16.");
    }

    [Fact]
    public void One_process_runs_the_market_where_the_runtime_is_no_cluster()
    {
        _settings.Read(isCluster: false).Silo.Role.Should().Be(SiloRole.Core);
        _settings.Problems(ProcessKind.Gateway, isCluster: false).Should().Contain(problem => problem.StartsWith("This build runs on LocalRuntime, which is one process"));
    }

    [Fact]
    public void A_key_file_that_others_may_read_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(_settings.PathOf("market.key"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        _settings.Problems().Should().ContainSingle().Which.Should().Match("Cocoon:Keys:MarketKeyFile: others than its owner may use the file*chmod 600*");
    }

    [Fact]
    public void A_key_file_without_a_key_is_refused_and_not_quoted()
    {
        File.WriteAllText(_settings.PathOf("operator.key"), "deadbeef");
        _settings.Problems().Should().ContainSingle().Which.Should().Contain("does not hold a key").And.NotContain("deadbeef");
        _settings.Set("Keys:OperatorKeyFile", _settings.PathOf("none.key")).Problems().Should().ContainSingle().Which.Should().Contain("there is no file");
        _settings.Set("Keys:OperatorKeyFile", _settings.PathOf("market.key")).Problems().Should().ContainSingle().Which.Should().Contain("both options name the same file");
    }

    [Fact]
    public void A_file_that_is_missing_or_no_json_is_explained()
    {
        var validator = new SettingsValidator(ProcessKind.Silo, isCluster: true);
        FluentActions.Invoking(() => SettingsFile.Read(_settings.PathOf("none.json"), validator)).Should().Throw<SettingsException>().WithMessage("*no such file*appsettings.example.json*");
        File.WriteAllText(_settings.PathOf("broken.json"), "{ \"Cocoon\": { \"Silo\": ");
        FluentActions.Invoking(() => SettingsFile.Read(_settings.PathOf("broken.json"), validator)).Should().Throw<SettingsException>().WithMessage("*It is no JSON:*Line*");
    }
}
