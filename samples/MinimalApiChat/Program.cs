using Microsoft.Extensions.AI;

// Three lines put Cocoon into a .NET AI app; everything after them knows only IChatClient.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCocoonClient(builder.Configuration.GetSection("Cocoon"));
builder.Services.AddCocoonChatClient(builder.Configuration["Cocoon:Model"] ?? "tiny-jane");

var app = builder.Build();

app.MapPost("/chat", (ChatMessage[] messages, IChatClient chat, CancellationToken gone) =>
    TypedResults.ServerSentEvents(Text(chat.GetStreamingResponseAsync(messages, cancellationToken: gone))));

await app.RunAsync();

static async IAsyncEnumerable<string> Text(IAsyncEnumerable<ChatResponseUpdate> updates)
{
    await foreach (var update in updates)
        if (update.Text.Length > 0) yield return update.Text;
}
