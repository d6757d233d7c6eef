using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cocoon.Cli.Host;
using Cocoon.Grains.Tests;
using Cocoon.Silo.Settings;
using Cocoon.Silo.Tests.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Silo.Tests.Operations;

/// <summary>One process with silo and gateway, built as the command builds it; its chain does not answer.</summary>
public sealed class OperationsTests : IAsyncLifetime
{
    private readonly SettingsFolder _settings = new();
    private WebApplication _app = null!;
    private HttpClient _gateway = null!;
    private HttpClient _operations = null!;

    public async Task InitializeAsync()
    {
        _settings.Set("Gateway:Listen", "http://127.0.0.1:0").Set("Operations:Listen", "http://127.0.0.1:0")
            .Set("Cluster:SiloPort", Ports.Free()).Set("Cluster:GatewayPort", Ports.Free())
            .Set("Operations:Operators", new JsonArray(Person("vera", "Viewer"), Person("otto", "Operator")));
        _app = CocoonHost.Build(ProcessKind.Silo, _settings.Read(), GrainHost.Rules with { Registry = Core.Accounts.AccountAddress.Parse(SettingsFolder.Address(1)) }, services => services.AddSingleton<Silo.Operations.IOperationsEndpoints, TestPages>());
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        (_gateway, _operations) = (new HttpClient { BaseAddress = new Uri(addresses[0]) }, new HttpClient { BaseAddress = new Uri(addresses[1]) });
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _gateway.Dispose();
        _operations.Dispose();
        _settings.Dispose();
    }

    [Fact]
    public async Task The_process_says_that_it_lives_and_what_it_waits_for()
    {
        (await _operations.GetStringAsync("/health/live")).Should().Be("live");
        using var ready = await _operations.GetAsync("/health/ready");
        ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).Split('\n').Should().HaveCount(2, "storage, membership and grains answer").And.Contain(line => line.StartsWith("chain: "));
    }

    [Fact]
    public async Task Operations_and_gateway_are_not_served_to_each_other_s_callers()
    {
        (await Status(_gateway, "/pages/read", "otto")).Should().Be(HttpStatusCode.NotFound);
        (await Status(_operations, "/v1/models", "otto")).Should().Be(HttpStatusCode.NotFound);
        using var forged = new HttpRequestMessage(HttpMethod.Get, "/pages/read") { Headers = { Host = _operations.BaseAddress!.Authority } };
        (await _gateway.SendAsync(forged)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Metrics_are_for_operators_and_know_no_violated_invariant()
    {
        (await _operations.GetStringAsync("/metrics")).Should().Contain("cocoon_ledger_invariant_violations_total{invariant=\"I1\"} 0\n").And.Contain("cocoon_gateway_waiting 0\n");
        (await Status(_gateway, "/metrics", "otto")).Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Admin_pages_are_on_the_operations_listener_only_and_ask_who_it_is()
    {
        using var page = await _operations.GetAsync("/admin/jobs");
        page.RequestMessage!.RequestUri!.AbsolutePath.Should().Be("/admin/login");
        page.Headers.GetValues("Content-Security-Policy").Should().ContainSingle();
        (await page.Content.ReadAsStringAsync()).Should().Contain("Your key");
        (await Status(_gateway, "/admin/login", null)).Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pages_open_to_whom_they_are_for()
    {
        (await Status(_operations, "/pages/read", null)).Should().Be(HttpStatusCode.Unauthorized);
        (await Status(_operations, "/pages/read", "mallory")).Should().Be(HttpStatusCode.Unauthorized);
        (await Status(_operations, "/pages/read", "vera")).Should().Be(HttpStatusCode.OK);
        (await Status(_operations, "/pages/act", "vera")).Should().Be(HttpStatusCode.Forbidden);
        (await Status(_operations, "/pages/act", "otto")).Should().Be(HttpStatusCode.OK);
        using var bearer = new HttpRequestMessage(HttpMethod.Get, "/pages/act") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "key of otto") } };
        using var answer = await _operations.SendAsync(bearer);
        (await answer.Content.ReadAsStringAsync()).Should().Be("otto");
    }

    [Fact]
    public async Task The_dashboard_of_Orleans_is_for_operators_and_comes_with_all_it_needs()
    {
        if (!Hosting.CocoonSilo.CanCluster)
        {
            (await Status(_operations, "/orleans/", "vera")).Should().Be(HttpStatusCode.NotFound, "LocalRuntime has none");
            return;
        }
        (await Status(_operations, "/orleans/", null)).Should().Be(HttpStatusCode.Unauthorized);
        (await Status(_gateway, "/orleans/", "vera")).Should().Be(HttpStatusCode.NotFound);
        using var page = await Get(_operations, "/orleans/", "vera");
        var parts = Regex.Matches(await page.Content.ReadAsStringAsync(), "(?:src|href)=\"([^\"#]+)\"").Select(match => match.Groups[1].Value).ToList();
        parts.Should().NotBeEmpty();
        foreach (var part in parts)
        {
            var uri = new Uri(page.RequestMessage!.RequestUri!, part);
            uri.Host.Should().Be(_operations.BaseAddress!.Host, "nobody else is asked");
            (await Status(_operations, uri.PathAndQuery, "vera")).Should().Be(HttpStatusCode.OK, uri.PathAndQuery);
        }
        (await Status(_operations, "/orleans/DashboardCounters", "vera")).Should().Be(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> Status(HttpClient http, string path, string? name)
    {
        using var response = await Get(http, path, name);
        return response.StatusCode;
    }

    private static Task<HttpResponseMessage> Get(HttpClient http, string path, string? name)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (name is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:key of {name}")));
        return http.SendAsync(request);
    }

    private static JsonObject Person(string name, string role) => new()
    {
        ["Name"] = name, ["Role"] = role, ["KeyHash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"key of {name}"))),
    };
}
