// Verify checks a published disclosure log with the public libraries of the Go project and of
// transparency-dev; none of the log's own code is used.
//
//	go run . [-old FILE] [-receipt FILE [-parts FILE]] [-witness VKEY] URL VKEY
//
// URL is the log's address (https://SITE/ledger) or a folder with a copy of its files, VKEY its
// public key as printed. Every entry is proved to stand in the signed tree. -old is an earlier
// checkpoint, which must be the beginning of this one; -receipt a .tlog-proof file, -parts the
// content that goes with it. Exit status: 0 proved, 1 refused, 2 bad usage or not reachable.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height      = 8
	width       = 1 << height
	largestFile = width * (4096 + 2)
)

// unreachable is what cannot be read; everything else that goes wrong refuses.
type unreachable struct{ error }

// source gives the bytes of one published file.
type source func(path string) ([]byte, error)

func open(place string) source {
	if !strings.HasPrefix(place, "http://") && !strings.HasPrefix(place, "https://") {
		return func(path string) ([]byte, error) {
			content, err := os.ReadFile(filepath.Join(place, path))
			if err != nil {
				return nil, unreachable{err}
			}
			return content, nil
		}
	}
	client := &http.Client{
		Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return errors.New("the log moved to another address")
		},
	}
	return func(path string) ([]byte, error) {
		answer, err := client.Get(strings.TrimRight(place, "/") + "/" + path)
		if err != nil {
			return nil, unreachable{err}
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return nil, unreachable{fmt.Errorf("%s: status %d", path, answer.StatusCode)}
		}
		content, err := io.ReadAll(io.LimitReader(answer.Body, largestFile+1))
		if err != nil || len(content) > largestFile {
			return nil, unreachable{fmt.Errorf("%s: cut or too large", path)}
		}
		return content, nil
	}
}

// tiles is the tlog.TileReader of a log in the layout of C2SP tlog-tiles.
type tiles struct {
	get  source
	held map[tlog.Tile][]byte
}

func (t *tiles) Height() int { return height }

func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(wanted))
	for i, tile := range wanted {
		if _, ok := t.held[tile]; !ok {
			content, err := t.read(tile)
			if err != nil {
				return nil, err
			}
			if len(content) != tile.W*tlog.HashSize {
				return nil, fmt.Errorf("%s holds %d bytes", path(tile), len(content))
			}
			t.held[tile] = content
		}
		found[i] = t.held[tile]
	}
	return found, nil
}

// read falls back to the full tile where a partial one has been removed.
func (t *tiles) read(tile tlog.Tile) ([]byte, error) {
	content, err := t.get(path(tile))
	if err == nil || tile.W == width {
		return content, err
	}
	full := tile
	full.W = width
	content, err = t.get(path(full))
	if err != nil || len(content) < tile.W*tlog.HashSize {
		return nil, err
	}
	return content[:tile.W*tlog.HashSize], nil
}

// path drops the height that Go's own checksum database has in its addresses.
func path(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

// entries reads the bundle that holds entries first..first+count-1.
func entries(get source, first, size int64) ([][]byte, error) {
	tile := tlog.Tile{H: height, L: 0, N: first / width, W: int(min(width, size-first))}
	name := strings.Replace(path(tile), "tile/0/", "tile/entries/", 1)
	content, err := get(name)
	if err != nil && tile.W < width {
		tile.W = width
		content, err = get(strings.Replace(path(tile), "tile/0/", "tile/entries/", 1))
	}
	if err != nil {
		return nil, err
	}
	var found [][]byte
	for len(content) > 0 && int64(len(found)) < min(width, size-first) {
		if len(content) < 2 {
			return nil, fmt.Errorf("%s is cut", name)
		}
		length := int(content[0])<<8 | int(content[1])
		if len(content) < 2+length {
			return nil, fmt.Errorf("%s is cut", name)
		}
		found = append(found, content[2:2+length])
		content = content[2+length:]
	}
	if int64(len(found)) != min(width, size-first) {
		return nil, fmt.Errorf("%s holds %d entries", name, len(found))
	}
	return found, nil
}

// tree is a checkpoint that was verified.
type tree struct {
	size int64
	root tlog.Hash
}

func verified(text []byte, verifier note.Verifier, witnesses []note.Verifier) (tree, int, error) {
	checkpoint, rest, signed, err := log.ParseCheckpoint(text, verifier.Name(), verifier, witnesses...)
	if err != nil {
		return tree{}, 0, err
	}
	if len(rest) > 0 {
		return tree{}, 0, errors.New("the checkpoint has extension lines")
	}
	if len(checkpoint.Hash) != tlog.HashSize {
		return tree{}, 0, errors.New("the root is no SHA-256")
	}
	found := tree{size: int64(checkpoint.Size)}
	copy(found.root[:], checkpoint.Hash)
	return found, len(signed.Sigs) - 1, nil
}

// everyEntry proves each entry to stand in the tree, with both libraries.
func everyEntry(get source, now tree) error {
	hashes := tlog.TileHashReader(tlog.Tree{N: now.size, Hash: now.root}, &tiles{get, map[tlog.Tile][]byte{}})
	if now.size > 0 {
		root, err := tlog.TreeHash(now.size, hashes)
		if err != nil {
			return err
		}
		if root != now.root {
			return errors.New("the tiles have another root than the checkpoint")
		}
	}
	for first := int64(0); first < now.size; first += width {
		held, err := entries(get, first, now.size)
		if err != nil {
			return err
		}
		for at, raw := range held {
			index := first + int64(at)
			if err := included(hashes, now, index, tlog.RecordHash(raw)); err != nil {
				return fmt.Errorf("entry %d: %w", index, err)
			}
		}
	}
	return nil
}

func included(hashes tlog.HashReader, now tree, index int64, leaf tlog.Hash) error {
	steps, err := tlog.ProveRecord(now.size, index, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(steps, now.size, now.root, index, leaf); err != nil {
		return err
	}
	return proof.VerifyInclusion(
		rfc6962.DefaultHasher, uint64(index), uint64(now.size), leaf[:], plain(steps), now.root[:],
	)
}

// continues proves that the older tree is the beginning of the newer one.
func continues(get source, old, now tree) error {
	if old.size > now.size {
		return fmt.Errorf("the log became shorter: %d entries, earlier %d", now.size, old.size)
	}
	if old.size == 0 {
		return nil
	}
	hashes := tlog.TileHashReader(tlog.Tree{N: now.size, Hash: now.root}, &tiles{get, map[tlog.Tile][]byte{}})
	steps, err := tlog.ProveTree(now.size, old.size, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(steps, now.size, now.root, old.size, old.root); err != nil {
		return err
	}
	return proof.VerifyConsistency(
		rfc6962.DefaultHasher, uint64(old.size), uint64(now.size), plain(steps), old.root[:], now.root[:],
	)
}

func plain(steps []tlog.Hash) [][]byte {
	found := make([][]byte, len(steps))
	for i := range steps {
		found[i] = steps[i][:]
	}
	return found
}

// receipt is a C2SP tlog-proof with what this kind of log puts into its extra line.
type receipt struct {
	index      int64
	steps      []tlog.Hash
	checkpoint []byte
	extra      struct {
		Entry    string            `json:"entry"`
		Manifest [][2]string       `json:"manifest"`
		Salts    map[string]string `json:"salts"`
	}
}

func parse(text []byte) (receipt, error) {
	var found receipt
	head, checkpoint, ok := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return found, errors.New("not a receipt")
	}
	found.checkpoint = checkpoint
	extra, hasExtra := strings.CutPrefix(lines[1], "extra ")
	index, hasIndex := strings.CutPrefix(lines[2], "index ")
	raw, err := base64.StdEncoding.DecodeString(extra)
	if err != nil || !hasExtra || !hasIndex {
		return found, errors.New("not a receipt")
	}
	if err := json.Unmarshal(raw, &found.extra); err != nil {
		return found, err
	}
	if found.index, err = strconv.ParseInt(index, 10, 64); err != nil {
		return found, err
	}
	for _, line := range lines[3:] {
		step, err := tlog.ParseHash(line)
		if err != nil {
			return found, err
		}
		found.steps = append(found.steps, step)
	}
	return found, nil
}

// check follows the order of the specification; parts is nil when no content is at hand.
func (r receipt) check(verifier note.Verifier, parts map[string]string) (string, error) {
	signed, _, err := verified(r.checkpoint, verifier, nil)
	if err != nil {
		return "", err
	}
	leaf := tlog.RecordHash([]byte(r.extra.Entry))
	if err := tlog.CheckRecord(r.steps, signed.size, signed.root, r.index, leaf); err != nil {
		return "", err
	}
	var entry struct{ Type, Item, Root, Time string }
	if err := json.Unmarshal([]byte(r.extra.Entry), &entry); err != nil {
		return "", err
	}
	told := fmt.Sprintf("entry %d: %s %s %s", r.index, entry.Type, entry.Item, entry.Time)
	if entry.Type == "withdraw" {
		return told, nil
	}
	var canonical bytes.Buffer
	encoder := json.NewEncoder(&canonical)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r.extra.Manifest); err != nil {
		return "", err
	}
	root := sha256.Sum256(append([]byte("disclosure-manifest/v1\n"), bytes.TrimSpace(canonical.Bytes())...))
	if hex.EncodeToString(root[:]) != entry.Root {
		return "", errors.New("the manifest is not the one in the log")
	}
	return told, r.opens(parts)
}

// opens compares the content with the commitments; what was removed has no salt any more.
func (r receipt) opens(parts map[string]string) error {
	if parts == nil {
		return nil
	}
	committed := map[string]string{}
	for _, row := range r.extra.Manifest {
		if _, twice := committed[row[0]]; twice {
			return fmt.Errorf("%s stands twice in the manifest", row[0])
		}
		committed[row[0]] = row[1]
		_, isThere := parts[row[0]]
		if _, canOpen := r.extra.Salts[row[0]]; canOpen && !isThere {
			return fmt.Errorf("the content lacks %s", row[0])
		}
	}
	for id, content := range parts {
		salt, err := hex.DecodeString(r.extra.Salts[id])
		if err != nil || len(salt) == 0 || committed[id] == "" {
			return fmt.Errorf("%s was not published or was removed", id)
		}
		raw := []byte(content)
		if strings.HasPrefix(id, "a/") {
			if raw, err = hex.DecodeString(content); err != nil {
				return err
			}
		}
		code := hmac.New(sha256.New, salt)
		code.Write([]byte("disclosure-part/v1\n" + id + "\n"))
		code.Write(raw)
		if hex.EncodeToString(code.Sum(nil)) != committed[id] {
			return fmt.Errorf("%s differs from what was published", id)
		}
	}
	return nil
}

func main() {
	old := flag.String("old", "", "an earlier `checkpoint`")
	proved := flag.String("receipt", "", "a .tlog-proof `file`")
	content := flag.String("parts", "", "the parts.json `file` of the receipt")
	witness := flag.String("witness", "", "a witness's `vkey`; it must have cosigned")
	flag.Parse()
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	err := run(open(flag.Arg(0)), flag.Arg(1), *old, *proved, *content, *witness)
	var cannot unreachable
	if errors.As(err, &cannot) || errors.Is(err, os.ErrNotExist) {
		fmt.Fprintln(os.Stderr, "cannot read:", err)
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "REFUSED:", err)
		os.Exit(1)
	}
}

func run(get source, vkey, old, proved, content, witness string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	var witnesses []note.Verifier
	if witness != "" {
		one, err := fnote.NewVerifierForCosignatureV1(witness)
		if err != nil {
			return err
		}
		witnesses = append(witnesses, one)
	}
	text, err := get("checkpoint")
	if err != nil {
		return err
	}
	now, cosigned, err := verified(text, verifier, witnesses)
	if err != nil {
		return err
	}
	if cosigned < len(witnesses) {
		return errors.New("the witness has not cosigned this checkpoint")
	}
	fmt.Printf("checkpoint: %d entries, signature good, %d cosignatures\n", now.size, cosigned)
	if err := everyEntry(get, now); err != nil {
		return err
	}
	fmt.Printf("tiles: every one of %d entries stands in the tree\n", now.size)
	if old != "" {
		if err := runOld(get, old, verifier, now); err != nil {
			return err
		}
	}
	if proved == "" {
		return nil
	}
	return runReceipt(proved, content, verifier)
}

func runOld(get source, name string, verifier note.Verifier, now tree) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	earlier, _, err := verified(text, verifier, nil)
	if err != nil {
		return err
	}
	if err := continues(get, earlier, now); err != nil {
		return err
	}
	fmt.Printf("consistency: the tree of %d entries is the beginning of this one\n", earlier.size)
	return nil
}

func runReceipt(name, content string, verifier note.Verifier) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	held, err := parse(text)
	if err != nil {
		return err
	}
	var parts map[string]string
	if content != "" {
		raw, err := os.ReadFile(content)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(raw, &parts); err != nil {
			return err
		}
	}
	told, err := held.check(verifier, parts)
	if err != nil {
		return err
	}
	fmt.Println("receipt:", told)
	return nil
}
