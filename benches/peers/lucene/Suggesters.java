import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.codecs.perfield.PerFieldPostingsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.suggest.InputIterator;
import org.apache.lucene.search.suggest.Lookup;
import org.apache.lucene.search.suggest.analyzing.AnalyzingInfixSuggester;
import org.apache.lucene.search.suggest.analyzing.AnalyzingSuggester;
import org.apache.lucene.search.suggest.analyzing.FuzzySuggester;
import org.apache.lucene.search.suggest.document.Completion104PostingsFormat;
import org.apache.lucene.search.suggest.document.CompletionQuery;
import org.apache.lucene.search.suggest.document.FuzzyCompletionQuery;
import org.apache.lucene.search.suggest.document.PrefixCompletionQuery;
import org.apache.lucene.search.suggest.document.SuggestField;
import org.apache.lucene.search.suggest.document.SuggestIndexSearcher;
import org.apache.lucene.search.suggest.document.TopSuggestDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * The suggesters of Lucene, each in a process that benches/peers/main.mjs starts and asks:
 * PEER SETTING RECORDS PATH [prepare], and lines of the standard input, as contender.mjs says.
 */
public final class Suggesters {
  private static final int LIMIT = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Entry(String text, long weight) {}

  private interface Peer {
    List<Entry> answer(String query, boolean slips) throws IOException;
  }

  public static void main(String[] args) throws IOException {
    long started = System.nanoTime();
    if (args.length == 5) {
      System.out.println("{\"ms\":0}");
      return;
    }
    List<Entry> entries = read(Path.of(args[2]));
    Path folder = Path.of(args[3]);
    empty(folder);
    int firstAsTyped = args[1].startsWith("first letter") ? 1 : 0;
    Peer peer =
        switch (args[0]) {
          case "lucene-infix" -> infix(entries, folder);
          case "lucene-fuzzy" -> fuzzy(entries, folder, firstAsTyped);
          case "lucene-completion" -> completion(entries, folder, firstAsTyped);
          default -> throw new IllegalArgumentException(args[0]);
        };
    say(Map.of("ms", (System.nanoTime() - started) / 1e6));
    serve(peer);
  }

  /** Words of letters and digits, in small letters without marks. */
  private static Analyzer analyzer() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        Tokenizer source = new StandardTokenizer();
        TokenStream folded = new ASCIIFoldingFilter(new LowerCaseFilter(source));
        return new TokenStreamComponents(source, folded);
      }
    };
  }

  private static Peer infix(List<Entry> entries, Path folder) throws IOException {
    AnalyzingInfixSuggester suggester =
        new AnalyzingInfixSuggester(new MMapDirectory(folder), analyzer());
    suggester.build(new Entries(entries));
    return (query, slips) -> found(suggester.lookup(query, LIMIT, true, false));
  }

  private static Peer fuzzy(List<Entry> entries, Path folder, int firstAsTyped) throws IOException {
    AnalyzingSuggester typed = new AnalyzingSuggester(new MMapDirectory(folder), "typed", analyzer());
    FuzzySuggester slipped =
        new FuzzySuggester(
            new MMapDirectory(folder), "fuzzy", analyzer(), analyzer(), 0, 256, -1, true, 1, true,
            firstAsTyped, 3, false);
    typed.build(new Entries(entries));
    slipped.build(new Entries(entries));
    return (query, slips) -> found((slips ? slipped : typed).lookup(query, false, LIMIT));
  }

  private static Peer completion(List<Entry> entries, Path folder, int firstAsTyped)
      throws IOException {
    Directory directory = new MMapDirectory(folder);
    IndexWriterConfig config = new IndexWriterConfig(analyzer());
    PostingsFormat format = new Completion104PostingsFormat();
    PostingsFormat byField =
        new PerFieldPostingsFormat() {
          @Override
          public PostingsFormat getPostingsFormatForField(String field) {
            return format;
          }
        };
    config.setCodec(
        new FilterCodec(config.getCodec().getName(), config.getCodec()) {
          @Override
          public PostingsFormat postingsFormat() {
            return byField;
          }
        });
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (Entry entry : entries) {
        Document document = new Document();
        document.add(new SuggestField("text", entry.text, (int) Math.min(entry.weight, Integer.MAX_VALUE)));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    SuggestIndexSearcher searcher = new SuggestIndexSearcher(DirectoryReader.open(directory));
    Analyzer analyzer = analyzer();
    return (query, slips) -> {
      Term term = new Term("text", query);
      CompletionQuery asked =
          slips
              ? new FuzzyCompletionQuery(analyzer, term, null, 1, true, firstAsTyped, 3, false, 10_000)
              : new PrefixCompletionQuery(analyzer, term);
      List<Entry> found = new ArrayList<>();
      for (TopSuggestDocs.SuggestScoreDoc one : searcher.suggest(asked, LIMIT, false).scoreLookupDocs()) {
        found.add(new Entry(one.key.toString(), (long) one.score));
      }
      return found;
    };
  }

  private static List<Entry> found(List<Lookup.LookupResult> results) {
    return results.stream().map(one -> new Entry(one.key.toString(), one.value)).toList();
  }

  private static void serve(Peer peer) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split(" ", 2);
      if (parts[0].equals("settle")) {
        say(Map.of());
        continue;
      }
      JsonNode asked = JSON.readTree(new File(parts[1]));
      List<String> queries = new ArrayList<>();
      for (JsonNode query : asked.get("queries")) queries.add(query.asText());
      boolean slips = asked.path("slips").asBoolean();
      long end = System.nanoTime() + asked.path("ms").asLong(1000) * 1_000_000;
      say(parts[0].equals("answers") ? answers(peer, queries, slips, end) : times(peer, queries, slips, end));
    }
  }

  /** Answers as many queries as the time goes, one at least. The others have no answer. */
  private static List<List<Entry>> answers(Peer peer, List<String> queries, boolean slips, long end)
      throws IOException {
    List<List<Entry>> answers = new ArrayList<>();
    for (String query : queries) {
      boolean isAsked = answers.isEmpty() || System.nanoTime() < end;
      answers.add(isAsked ? peer.answer(query, slips) : null);
    }
    return answers;
  }

  /** Asks over and over, at least once as far as the time goes. The figures are microseconds. */
  private static Map<String, Object> times(Peer peer, List<String> queries, boolean slips, long end)
      throws IOException {
    List<List<Double>> taken = new ArrayList<>();
    for (int at = 0; at < queries.size(); at++) taken.add(new ArrayList<>());
    for (boolean isFirst = true; isFirst || System.nanoTime() < end; isFirst = false) {
      for (int at = 0; at < queries.size(); at++) {
        if (isFirst && at > 0 && System.nanoTime() >= end) break;
        long called = System.nanoTime();
        peer.answer(queries.get(at), slips);
        taken.get(at).add((System.nanoTime() - called) / 1e3);
      }
    }
    double[] medians =
        taken.stream()
            .filter(times -> !times.isEmpty())
            .mapToDouble(times -> times.stream().sorted().skip(times.size() / 2).findFirst().orElse(0.0))
            .sorted()
            .toArray();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("asked", medians.length);
    figures.put("p50", medians[(medians.length * 50 + 99) / 100 - 1]);
    figures.put("p99", medians[(medians.length * 99 + 99) / 100 - 1]);
    figures.put("mean", Arrays.stream(medians).average().orElse(0));
    return figures;
  }

  private static void say(Object value) throws IOException {
    System.out.println(JSON.writeValueAsString(value));
  }

  private static List<Entry> read(Path path) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String line : Files.readAllLines(path)) {
      JsonNode record = JSON.readTree(line);
      entries.add(new Entry(record.get("text").asText(), record.get("weight").asLong()));
    }
    return entries;
  }

  private static void empty(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) Files.delete(file);
    }
  }

  /** The entries, as suggesters read them. */
  private static final class Entries implements InputIterator {
    private final Iterator<Entry> left;
    private long weight;

    Entries(List<Entry> entries) {
      left = entries.iterator();
    }

    @Override
    public BytesRef next() {
      if (!left.hasNext()) return null;
      Entry entry = left.next();
      weight = entry.weight;
      return new BytesRef(entry.text);
    }

    @Override
    public long weight() {
      return weight;
    }

    @Override
    public BytesRef payload() {
      return null;
    }

    @Override
    public boolean hasPayloads() {
      return false;
    }

    @Override
    public Set<BytesRef> contexts() {
      return null;
    }

    @Override
    public boolean hasContexts() {
      return false;
    }
  }
}
