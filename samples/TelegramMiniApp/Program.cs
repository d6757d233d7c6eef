using System.Text.Json;
using TelegramMiniApp;

// Backend of a Telegram bot and its Mini App. The prompt is sealed to the machine that answers; nothing between reads it.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCocoonClient(builder.Configuration.GetSection("Cocoon"));
builder.Services.AddSingleton<Bot>();
builder.Services.AddSingleton(new WebhookSecret(builder.Configuration["Telegram:WebhookSecret"] ?? ""));
builder.Services.AddSingleton(new InitData(builder.Configuration["Telegram:BotToken"] ?? throw new InvalidOperationException("Set Telegram:BotToken."), TimeProvider.System));
builder.Services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = 256 * 1024);

var app = builder.Build();

// The secret is looked at before the body is read.
app.MapPost("/telegram", static async (HttpContext http, Bot bot, WebhookSecret secret) =>
{
    if (!secret.Is(http.Request.Headers[WebhookSecret.Header])) return Results.Unauthorized();
    var update = await http.Request.ReadFromJsonAsync<Update>(http.RequestAborted);
    return update is not null && await bot.Answer(update, http.RequestAborted) is { } reply ? Results.Json(reply) : Results.Ok();
});

// The Mini App sends Telegram.WebApp.initData as "Authorization: tma …".
app.MapPost("/ask", static async (HttpContext http, Bot bot, InitData initData) =>
{
    var header = http.Request.Headers.Authorization.ToString();
    if (!header.StartsWith("tma ", StringComparison.Ordinal) || !initData.TryRead(header["tma ".Length..], out _)) return Results.Unauthorized();
    using var reader = new StreamReader(http.Request.Body);
    return Results.Text(await bot.Ask(await reader.ReadToEndAsync(http.RequestAborted), null, http.RequestAborted));
});

await app.RunAsync();
