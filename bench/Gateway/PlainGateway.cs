using Cocoon.Bench.Soak;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Timing;
using Cocoon.Grains.Inference;
using Cocoon.Inference;
using Cocoon.Inference.OpenAi;
using Cocoon.Inference.Upstream;
using Cocoon.Sealing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cocoon.Bench.Gateway;

/// <summary>The gateway as a plain proxy: its own reading, writing and pacing around the upstream engine, and no market, no sealing and no money in between.</summary>
internal sealed class PlainGateway(UpstreamEngine engine)
{
    private const int MaxBodyBytes = 1024 * 1024;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly AccountAddress Nobody = SoakHost.Address(20, 1);
    private static readonly Appraisal Appraisal = new(Tier.Open, default, default, DateTimeOffset.MaxValue);

    private long _last;

    public static async Task<WebApplication> Start(UpstreamEngine engine)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapPost("/v1/chat/completions", new PlainGateway(engine).Complete);
        await app.StartAsync();
        return app;
    }

    private async Task Complete(HttpContext http)
    {
        http.Features.Set(new RequestTimes(TimeProvider.System));
        var request = ChatCompletionRequest.Parse(await RequestBody.Read(http, MaxBodyBytes));
        var now = DateTimeOffset.UtcNow;
        var id = JobId.New(now, BitConverter.GetBytes(Interlocked.Increment(ref _last)).Concat(new byte[2]).ToArray());
        var lease = new Lease(id, Nobody, request.Model, new HexBytes(new byte[32]), SoakHost.Prices, 0, Appraisal, 0, now);
        var job = new StartedJob(id, Nobody, lease, Tier.Open, []) { Place = Stream.Null, Times = RequestTimes.Of(http) };
        using var chunks = new ChatChunks(job, request, now.ToUnixTimeSeconds());
        await using var steps = engine.GenerateAsync(request.ToGenerationRequest(64), http.RequestAborted).GetAsyncEnumerator(http.RequestAborted);
        var events = new EventStream(http.Response, http.RequestAborted);
        using var pace = new EventPace(events, KeepAlive, TimeProvider.System);
        events.Begin();
        TokenUsage? usage = null;
        while (usage is null && await pace.Await(steps.MoveNextAsync()))
        {
            var step = steps.Current;
            usage = step.Usage;
            chunks.Part(new AnswerToken(step.TokenId, step.Text, step.LogProb) { Finish = step.Finish is null ? null : AnswerFinish.Stop }, events.Writer);
        }
        var counts = new TokenCounts(usage?.PromptTokens ?? 0, 0, usage?.CompletionTokens ?? 0, 0);
        chunks.End(new AnswerEnd(job, new InferenceOutcome(JobEnding.Stop, counts, null, null), [], "none", job.Times), events.Writer);
        await events.Done();
    }
}
