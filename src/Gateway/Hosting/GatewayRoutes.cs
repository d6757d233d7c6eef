using Cocoon.Gateway.Accounts;
using Cocoon.Gateway.Admin;
using Cocoon.Gateway.Channels;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Completions;
using Cocoon.Gateway.Embeddings;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Health;
using Cocoon.Gateway.Limits;
using Cocoon.Gateway.Login;
using Cocoon.Gateway.Models;
using Cocoon.Gateway.Playground;
using Cocoon.Gateway.Providers;
using Cocoon.Gateway.Quotes;
using Cocoon.Gateway.Receipts;
using Cocoon.Gateway.Responses;
using Cocoon.Gateway.Routing;
using Cocoon.Gateway.Sealed;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Hosting;

/// <summary>Which endpoint answers what. Every route passes the same gates: CORS, errors as JSON, the limits.</summary>
internal sealed class GatewayRoutes(IEndpointRouteBuilder routes)
{
    private readonly UnknownUrl _unknown = new();
    private readonly ErrorHandling _errors = routes.ServiceProvider.GetRequiredService<ErrorHandling>();
    private readonly CrossOrigin _cors = routes.ServiceProvider.GetRequiredService<CrossOrigin>();
    private readonly RequestGate _gate = routes.ServiceProvider.GetRequiredService<RequestGate>();
    private readonly ConnectionLimits _connections = routes.ServiceProvider.GetRequiredService<ConnectionLimits>();
    private readonly CompressedBodies _bodies = routes.ServiceProvider.GetRequiredService<CompressedBodies>();

    public void Map()
    {
        MapOpenAi();
        MapMarket();
        MapProviders();
        MapAdmin();
        foreach (var root in (string[])["/v1/{**rest}", "/cocoon/{**rest}"])
        {
            routes.MapMethods(root, ["OPTIONS"], _cors.Preflight);
            routes.Map(root, _cors.Wrap(_errors.Wrap(_unknown.Answer)));
        }
        HealthEndpoints.Map(routes);
        if (Get<IOptions<GatewayOptions>>().Value.Playground) PlaygroundEndpoint.Map(routes);
    }

    private void MapOpenAi()
    {
        var models = Get<ModelsEndpoint>();
        var responses = Get<KeptResponsesEndpoint>();
        Map("POST", "/v1/chat/completions", Get<ChatEndpoint>().Complete);
        Map("POST", "/v1/completions", Get<CompletionsEndpoint>().Complete);
        Map("POST", "/v1/embeddings", Get<EmbeddingsEndpoint>().Create);
        Map("POST", "/v1/responses", Get<ResponsesEndpoint>().Create);
        Map("GET", "/v1/responses/{id}", responses.Get);
        Map("DELETE", "/v1/responses/{id}", responses.Delete);
        Map("POST", "/v1/responses/{id}/cancel", responses.Cancel);
        Map("GET", "/v1/responses/{id}/input_items", responses.Items);
        Map("GET", "/v1/models", models.List);
        Map("GET", "/v1/models/{**id}", models.Get);
    }

    private void MapMarket()
    {
        var sealedJobs = Get<SealedJobsEndpoint>();
        var quotes = Get<QuotesEndpoint>();
        var account = Get<AccountEndpoint>();
        var keys = Get<KeysEndpoint>();
        var login = Get<LoginEndpoint>();
        var channel = Get<ChannelEndpoint>();
        var receipts = Get<ReceiptEndpoint>();
        Map("POST", "/cocoon/v1/jobs", sealedJobs.Start);
        Map("POST", "/cocoon/v1/jobs/{job}/run", sealedJobs.Run);
        Map("DELETE", "/cocoon/v1/jobs/{job}", sealedJobs.GiveBack);
        Map("POST", "/cocoon/v1/quotes", quotes.Ask);
        Map("POST", "/cocoon/v1/quotes/{id}/counter", quotes.Counter);
        Map("GET", "/cocoon/v1/jobs/{job}/why", Get<WhyEndpoint>().Get);
        Map("GET", "/cocoon/v1/account", account.View);
        Map("POST", "/cocoon/v1/account/channels", account.AddChannel);
        Map("GET", "/cocoon/v1/account/keys", keys.List);
        Map("POST", "/cocoon/v1/account/keys", keys.Add);
        Map("PUT", "/cocoon/v1/account/keys/{id}/scope", keys.SetScope);
        Map("POST", "/cocoon/v1/account/keys/{id}/rotate", keys.Rotate);
        Map("POST", "/cocoon/v1/account/keys/{id}/revoke", keys.Revoke);
        Map("POST", "/cocoon/v1/login/payload", login.Payload);
        Map("POST", "/cocoon/v1/login", login.Login);
        Map("GET", "/cocoon/v1/channel", channel.View);
        Map("POST", "/cocoon/v1/channel/refresh", channel.Refresh);
        Map("POST", "/cocoon/v1/vouchers", channel.AcceptVoucher);
        Map("POST", "/cocoon/v1/channel/withdrawals", channel.Withdraw);
        Map("POST", "/cocoon/v1/channel/drain", channel.Drain);
        Map("POST", "/cocoon/v1/channel/reopen", channel.Reopen);
        Map("POST", "/cocoon/v1/channel/close", channel.Close);
        Map("GET", "/cocoon/v1/receipts/{job}", receipts.Get);
        Map("GET", "/cocoon/v1/receipts/{job}/file", receipts.GetFile);
        Map("GET", "/cocoon/v1/providers/{provider}", Get<StandingEndpoint>().Get);
        Map("GET", "/cocoon/v1/providers/{provider}/earnings", Get<EarningsEndpoint>().Get);
    }

    /// <summary>What owners of machines use: before they join, and each for its own provider.</summary>
    private void MapProviders()
    {
        var provider = Get<ProviderEndpoint>();
        var terms = Get<TermsEndpoint>();
        Map("GET", "/cocoon/v1/market", Get<MarketEndpoint>().Get);
        Map("GET", "/cocoon/v1/provider", provider.View);
        Map("GET", "/cocoon/v1/provider/why", provider.Why);
        Map("GET", "/cocoon/v1/provider/earnings", Get<OwnEarningsEndpoint>().Get);
        Map("GET", "/cocoon/v1/provider/income", Get<IncomeEndpoint>().Get);
        Map("GET", "/cocoon/v1/provider/offers", terms.List);
        Map("PUT", "/cocoon/v1/provider/offers/{model}/terms", terms.Put);
        Map("POST", "/cocoon/v1/provider/drain", provider.Drain);
        Map("POST", "/cocoon/v1/provider/resume", provider.Resume);
        Map("POST", "/cocoon/v1/provider/leave", provider.Leave);
    }

    private void MapAdmin()
    {
        var admin = Get<AdminEndpoint>();
        Map("GET", "/cocoon/v1/admin/settlement", admin.List);
        Map("POST", "/cocoon/v1/admin/settlement/{shard}/settle", admin.Settle);
        Map("POST", "/cocoon/v1/admin/settlement/{shard}/reconcile", admin.Reconcile);
        Map("POST", "/cocoon/v1/admin/settlement/{shard}/resolve", admin.Resolve);
        Map("GET", "/cocoon/v1/admin/settlement/{shard}/batches/{seqno}", admin.Batch);
    }

    private void Map(string method, string pattern, RequestDelegate handler)
    {
        _unknown.Known(method, pattern);
        routes.MapMethods(pattern, [method], _cors.Wrap(_errors.Wrap(_gate.Guard(http =>
        {
            _connections.Count(http);
            _bodies.Open(http);
            return handler(http);
        }))));
    }

    private T Get<T>() where T : notnull => routes.ServiceProvider.GetRequiredService<T>();
}
